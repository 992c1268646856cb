/**
 * npm run case -- <id>/<situation> [-u]: plans the repository of one case, shows what comes out, and what differs from the
 * expected files; `-u` writes them. What else must hold of it: npm run jest -- test/transforms/goldens -t <id>
 */
import { runCase } from './run-case.ts';

const { code, out, err } = runCase(process.argv.slice(2));
if (out !== '') console.log(out);
if (err !== '') console.error(err);
process.exitCode = code;
