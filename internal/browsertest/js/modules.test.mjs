import test from 'node:test';
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const STATIC = new URL('../../../web/static/', import.meta.url);

/** The modules that come with a module, and with those: not what it loads later by import(). */
function loadedWith(module) {
  const found = new Set([new URL(module, STATIC).href]);
  for (const at of found) {
    for (const m of readFileSync(fileURLToPath(at), 'utf8').matchAll(/(?:^|[;}\s])(?:import|export)\b(?:[^'";()]*?\bfrom)?\s*['"]([^'"]+)['"]/g)) {
      if (m[1].startsWith('.')) found.add(new URL(m[1], at).href);
    }
  }
  return [...found].map((m) => m.slice(STATIC.href.length));
}

test('neither the first page nor any view comes with a large part that it may not need', () => {
  const views = readdirSync(new URL('views/', STATIC)).filter((f) => f.endsWith('.js')).map((f) => `views/${f}`);
  assert.ok(views.length > 10 && loadedWith('views/graph.js').includes('components/graph-canvas.js'), 'the modules are found');
  for (const module of ['main.js', ...views]) {
    const loaded = loadedWith(module);
    assert.deepEqual(loaded.filter((m) => /^vendor\/(cytoscape|codemirror|lezer)/.test(m)), [], module);
    const size = loaded.reduce((sum, m) => sum + readFileSync(fileURLToPath(new URL(m, STATIC))).length, 0);
    assert.ok(size < 800_000, `${module}: ${size} bytes`);
  }
});

test('what is loaded later is there', () => {
  assert.ok(loadedWith('components/codemirror.js').some((m) => m.startsWith('vendor/codemirror-view')));
  assert.match(readFileSync(fileURLToPath(new URL('components/graph-canvas.js', STATIC)), 'utf8'), /import\('\.\.\/vendor\/cytoscape\/cytoscape\.js'\)/);
});
