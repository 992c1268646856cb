/** Who reads what a process prints. */

/** `kustomend | head`: a reader who has seen enough is no error. */
export function endWithReader(process: NodeJS.Process): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit(0);
  });
}
