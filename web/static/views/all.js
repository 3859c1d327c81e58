/** Defines the elements of all views; model/routes.js names them. */
import './overview.js';
import './tree.js';
import './process.js';
import './search.js';
import './files.js';
import './warnings.js';
import './logons.js';
import './time.js';
import './replay.js';
import './lineage.js';
import './graph.js';
import './query.js';
import './notes.js';
import './import.js';
