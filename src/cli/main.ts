/** The entry of the program: hands the process to the commands. */
import { processIo } from './process/io.ts';
import { run } from './program.ts';

// `kustomend | head`: a reader who has seen enough is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});

run(process.argv.slice(2), processIo(process), Boolean(process.env.KUSTOMEND_DEBUG)).then(code => {
  process.exitCode = code;
});
