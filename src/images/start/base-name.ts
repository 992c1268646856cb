/** The last part of a path of an image: of a program, a file or a folder. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
