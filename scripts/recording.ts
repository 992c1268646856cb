/** npm run recording: writes the picture of the README from a run of the built program. */
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { recorded } from './recording-run.ts';

const TOP = resolve(import.meta.dirname, '..');

writeFileSync(join(TOP, 'docs/recording.svg'), recorded(TOP));
