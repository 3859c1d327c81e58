/** The base of a view: it follows the address, the case and the preferences. */
import { Element } from './lit.js';
import { router } from '../model/router.js';
import { theCase } from '../model/case.js';
import { theNotes } from '../model/notes.js';
import { onPref, pref } from '../model/prefs.js';
import { resolveZone } from '../model/time.js';

export class View extends Element {
  connectedCallback() {
    super.connectedCallback();
    const route = () => this.follow();
    const change = () => this.requestUpdate();
    const version = () => this.reload();
    router.addEventListener('route', route);
    theCase.addEventListener('change', change);
    theNotes.addEventListener('change', change);
    theCase.addEventListener('version', version);
    const endPref = onPref(change);
    this.endAll = () => {
      router.removeEventListener('route', route);
      theCase.removeEventListener('change', change);
      theNotes.removeEventListener('change', change);
      theCase.removeEventListener('version', version);
      endPref();
    };
    this.onRoute();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.endAll?.();
  }

  /** The name of the view in the router. */
  get viewName() {
    return '';
  }

  follow() {
    if (router.route.view === this.viewName) this.onRoute();
  }

  /** Follows the address. */
  onRoute() {}

  /** The graph has changed: ask again, keeping the place. */
  reload() {
    this.onRoute();
  }

  get params() {
    return router.route.params;
  }

  get zone() {
    return resolveZone(pref('zone', 'UTC'));
  }
}
