/** The page begins here. */
import './components/app-shell.js';
import { router } from './model/router.js';
import { theCase } from './model/case.js';
import { theNotes } from './model/notes.js';

router.start();
theNotes.start();
theCase.start();
