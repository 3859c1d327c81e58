/**
 * Makes the editor of queries with CodeMirror. It is loaded when a query is first
 * edited, and the only importer of the vendored editor. The editor stands in a shadow
 * root, where CodeMirror adopts style sheets made by script: the page's policy lets
 * no style element in.
 */
import { EditorState, StateEffect, StateField } from '../vendor/codemirror-state/codemirror-state.js';
import { Decoration, drawSelection, EditorView, highlightActiveLine, highlightSpecialChars, keymap, lineNumbers } from '../vendor/codemirror-view/codemirror-view.js';
import { bracketMatching, HighlightStyle, StreamLanguage, syntaxHighlighting } from '../vendor/codemirror-language/codemirror-language.js';
import { defaultKeymap, history, historyKeymap } from '../vendor/codemirror-commands/codemirror-commands.js';
import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from '../vendor/codemirror-autocomplete/codemirror-autocomplete.js';
import { tags } from '../vendor/lezer-highlight/lezer-highlight.js';
import { completionsAt } from '../model/cypher-complete.js';
import { tokenAt } from '../model/cypher-words.js';

/** @type {Record<string, any>} */
const TAGS = {
  comment: tags.comment, string: tags.string, number: tags.number, keyword: tags.keyword, function: tags.macroName, type: tags.typeName, property: tags.propertyName,
  parameter: tags.special(tags.variableName), name: tags.variableName, operator: tags.operator, bracket: tags.bracket,
};

const language = StreamLanguage.define({
  name: 'cypher',
  startState: () => ({ inside: '', before: '' }),
  copyState: (/** @type {any} */ s) => ({ ...s }),
  token(/** @type {any} */ stream, /** @type {any} */ state) {
    const t = tokenAt(stream.string, stream.pos, state.inside, state.before);
    stream.pos += Math.max(1, t.size);
    // A comment to the end of its line ends there; quotation marks and /* go on.
    state.inside = t.inside ?? '';
    if (t.kind === 'space') return null;
    if (t.kind !== 'comment') state.before = stream.string[stream.pos - 1];
    return t.kind;
  },
  tokenTable: TAGS,
  languageData: { commentTokens: { line: '//' }, closeBrackets: { brackets: ['(', '[', '{', "'", '"'] } },
});

const colours = HighlightStyle.define([
  { tag: TAGS.comment, color: 'var(--muted)', fontStyle: 'italic' }, { tag: TAGS.string, color: 'var(--good)' }, { tag: TAGS.number, color: 'var(--k-script)' },
  { tag: TAGS.keyword, color: 'var(--k-powershell)', fontWeight: '600' }, { tag: TAGS.function, color: 'var(--k-browser)' }, { tag: TAGS.type, color: 'var(--remote)' },
  { tag: TAGS.property, color: 'var(--k-office)' }, { tag: TAGS.parameter, color: 'var(--k-tool)', fontWeight: '600' },
]);

const look = EditorView.theme({
  '&': { color: 'var(--text)', backgroundColor: 'var(--card)', fontSize: '13px', maxHeight: '46vh' },
  '&.cm-focused': { outline: '2px solid var(--accent)', outlineOffset: '-1px' },
  '.cm-scroller': { fontFamily: 'var(--mono)', overflow: 'auto' },
  '.cm-content, .cm-gutter': { minHeight: '92px' },
  '.cm-content': { caretColor: 'var(--text)' },
  '.cm-cursor, .cm-dropCursor': { borderLeftColor: 'var(--text)' },
  '.cm-gutters': { backgroundColor: 'var(--sunken)', color: 'var(--muted)', border: 'none', borderRight: '1px solid var(--line)' },
  '.cm-activeLine': { backgroundColor: 'transparent' },
  '&.cm-focused .cm-activeLine': { backgroundColor: 'color-mix(in srgb, var(--accent) 7%, transparent)' },
  '.cm-selectionBackground, &.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground': { backgroundColor: 'var(--current)' },
  '&.cm-focused .cm-matchingBracket': { backgroundColor: 'var(--accent-ground)', outline: '1px solid var(--accent)' },
  '.cm-specialChar': { color: 'var(--esc)', backgroundColor: 'var(--esc-ground)' },
  '.cm-tooltip': { backgroundColor: 'var(--card)', color: 'var(--text)', border: '1px solid var(--line)', borderRadius: '5px', boxShadow: '0 3px 14px rgb(0 0 0 / 22%)' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul': { fontFamily: 'var(--mono)', maxHeight: '15em' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]': { backgroundColor: 'var(--current)', color: 'var(--text)' },
  '.cm-completionDetail': { color: 'var(--muted)', fontStyle: 'normal' },
  '.cm-completionMatchedText': { textDecoration: 'none', fontWeight: '700' },
  '.cm-tooltip.cm-completionInfo': { padding: '4px 8px', fontFamily: 'var(--font)' },
  '.cm-wrong': { textDecoration: 'underline wavy var(--high)', textDecorationSkipInk: 'none', textUnderlineOffset: '3px', backgroundColor: 'var(--high-ground)' },
  '.cm-wrong-line': { backgroundColor: 'color-mix(in srgb, var(--high) 9%, transparent)' },
});

/** @type {any} the place of an error, or null */
const setWrong = StateEffect.define();

/** The mark of an error; it goes with the first change of the text. */
const wrongField = StateField.define({
  create: () => Decoration.none,
  update(/** @type {any} */ marks, /** @type {any} */ tr) {
    let next = tr.docChanged ? Decoration.none : marks;
    for (const e of tr.effects) if (e.is(setWrong)) next = e.value ? marksAt(tr.state, e.value) : Decoration.none;
    return next;
  },
  provide: (/** @type {any} */ f) => EditorView.decorations.from(f),
});

/** The position of a line and column, as far as they are there. @param {any} state @param {{line: number, column: number}} place */
function positionOf(state, place) {
  const line = state.doc.line(Math.max(1, Math.min(place.line, state.doc.lines)));
  // Columns count characters, positions in the editor UTF-16 units.
  const units = [...line.text].slice(0, Math.max(0, place.column - 1)).join('').length;
  return { line, at: Math.min(line.from + units, line.to) };
}

/** @param {any} state @param {{line: number, column: number}} place */
function marksAt(state, place) {
  const { line, at } = positionOf(state, place);
  const word = /^([\w$]+|.)/u.exec(line.text.slice(at - line.from))?.[0].length ?? 0;
  const marks = [Decoration.line({ class: 'cm-wrong-line' }).range(line.from)];
  if (word) marks.push(Decoration.mark({ class: 'cm-wrong' }).range(at, at + word));
  return Decoration.set(marks, true);
}

/**
 * An editor in an element.
 * @param {Element} host @param {{text: string, label: string, model: () => import('../model/cypher-complete.js').CypherModel, changed: (text: string) => void, run: () => void}} how
 */
export function makeEditor(host, how) {
  const root = host.shadowRoot ?? host.attachShadow({ mode: 'open' });
  const complete = (/** @type {any} */ ctx) => completionsAt(ctx.state.doc.toString(), ctx.pos, how.model(), ctx.explicit);
  const view = new EditorView({
    parent: root, root,
    state: EditorState.create({
      doc: how.text,
      extensions: [
        lineNumbers(), highlightSpecialChars(), history(), drawSelection(), bracketMatching(), closeBrackets(), highlightActiveLine(), language, syntaxHighlighting(colours),
        autocompletion({ override: [complete], icons: false, maxRenderedOptions: 80 }), EditorView.lineWrapping, look, wrongField,
        EditorView.contentAttributes.of({ 'aria-label': how.label, spellcheck: 'false', autocorrect: 'off', autocapitalize: 'off' }),
        keymap.of([{ key: 'Mod-Enter', run: () => { how.run(); return true; } }, ...closeBracketsKeymap, ...completionKeymap, ...historyKeymap, ...defaultKeymap]),
        EditorView.updateListener.of((/** @type {any} */ u) => { if (u.docChanged) how.changed(u.state.doc.toString()); }),
      ],
    }),
  });
  return {
    text: () => view.state.doc.toString(),
    /** @param {string} text */
    setText(text) {
      if (text !== view.state.doc.toString()) view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text }, selection: { anchor: 0 } });
    },
    /** @param {{line: number, column: number}|null} place */
    mark: (place) => view.dispatch({ effects: setWrong.of(place) }),
    /** @param {{line: number, column: number}} place */
    goTo(place) {
      const { at } = positionOf(view.state, place);
      view.dispatch({ selection: { anchor: at }, scrollIntoView: true });
      view.focus();
    },
    /** @param {string} text */
    insert(text) {
      view.dispatch(view.state.replaceSelection(text));
      view.focus();
    },
    end: () => view.destroy(),
  };
}
