/** What objects are called, as part of the name of a file. */

/** File systems take 255 bytes, and more stands around it. */
const MAX_LENGTH = 200;

/**
 * A name that every file system takes, in the folder where it is wanted: names of roles have colons, and nothing keeps a
 * manifest from naming an object with a slash or a line break before the API server has seen it.
 */
export function fileStem(name: string): string {
  return name
    .replace(/[^A-Za-z0-9._-]+/g, '-')
    .replace(/^[.-]+/, '')
    .slice(0, MAX_LENGTH);
}
