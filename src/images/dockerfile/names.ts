/** Which Dockerfiles are called like an image. */

/** Whether a path is one at which Dockerfiles are looked for. */
export function isDockerfile(path: string): boolean {
  return /(?:^|\/)(?:[^/]+\.dockerfile|(?:docker|container)file(?:\.[^/]+)?)$/i.test(path);
}

/**
 * Dockerfiles that are called like an image, by the last word of its name: `<name>.Dockerfile`, or a Dockerfile in a folder
 * of that name or in a folder for builds inside of it.
 */
export function namesakesOf(paths: readonly string[], image: string): readonly string[] {
  return paths.filter(path => isNamed(path, lastWord(image)));
}

/** The first Dockerfile that is called like what follows the first dash: `shop-api` is also the folder `api` when no other image ends so. */
export function likelyDockerfile(
  paths: readonly string[],
  image: string,
  others: readonly string[] = [],
): string | undefined {
  const word = lastWord(image);
  const dash = word.indexOf('-');
  if (dash < 0) return undefined;
  const short = word.slice(dash + 1);
  if (others.some(each => each !== image && lastWord(each).endsWith(`-${short}`))) return undefined;
  return paths.find(path => isNamed(path, short));
}

function lastWord(image: string): string {
  return image.split('/').at(-1)!.toLowerCase();
}

function isNamed(path: string, word: string): boolean {
  const parts = path.toLowerCase().split('/');
  const name = parts.at(-1)!;
  if ([`${word}.dockerfile`, `dockerfile.${word}`, `containerfile.${word}`].includes(name)) return true;
  if (name !== 'dockerfile' && name !== 'containerfile') return false;
  const folders = parts.slice(0, -1);
  if (/^(?:docker|build|deploy|container|image)$/.test(folders.at(-1) ?? '')) folders.pop();
  return folders.at(-1) === word;
}
