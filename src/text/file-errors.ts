/** What the system says of files, in words. */

const WORDS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EISDIR: 'is a folder',
  ENOENT: 'does not exist',
  ENOTDIR: 'is not a folder',
  EBUSY: 'is in use',
  EDQUOT: 'no space left',
  EEXIST: 'is there already',
  EFBIG: 'is too large for the file system',
  EIO: 'the disk does not read or write it',
  ELOOP: 'is a link that leads nowhere',
  EMFILE: 'too many files are open',
  ENAMETOOLONG: 'the name is too long',
  ENFILE: 'too many files are open',
  ENOSPC: 'no space left',
  ENOTEMPTY: 'is a folder that is not empty',
  EROFS: 'the file system is read-only',
  ETXTBSY: 'is in use',
  EXDEV: 'lies on another file system',
};

/** Undefined for what is no error of a file. */
export function fileErrorWords(error: unknown): string | undefined {
  return WORDS[(error as NodeJS.ErrnoException).code ?? ''];
}

/** Whether the system has refused something, in words or not. */
export function isSystemError(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code !== undefined;
}

/** What the system says while something runs is said of this file, whatever stands in for it. */
export function about<T>(path: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    throw fileErrorWords(error) === undefined ? error : Object.assign(error as Error, { path });
  }
}

/** Any error as a sentence, with the file that it is about. */
export function errorSentence(error: unknown): string {
  const words = fileErrorWords(error);
  const { path, syscall, message } = error as NodeJS.ErrnoException;
  return words === undefined ? message : `${path ?? syscall}: ${words}`;
}

/** Any error as a part of a sentence. */
export function errorWords(error: unknown): string {
  return fileErrorWords(error) ?? (error as Error).message;
}
