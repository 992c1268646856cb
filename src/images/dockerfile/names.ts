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

/**
 * The only Dockerfile that is called like what follows a dash: `shop-api` is also the folder `api` when no other image ends so.
 */
export function likelyDockerfile(
  paths: readonly string[],
  image: string,
  others: readonly string[] = [],
): string | undefined {
  for (const short of endingsOf(image)) {
    const named = paths.filter(path => isNamed(path, short));
    if (named.length === 0) continue;
    return named.length > 1 || isShared(short, image, others) ? undefined : named[0];
  }
  return undefined;
}

/** The stage that is called like an image, or like the end of its name, where no other image ends so. */
export function likelyStage(
  stages: readonly string[],
  image: string,
  others: readonly string[] = [],
): string | undefined {
  const words = [lastWord(image), ...endingsOf(image)];
  return words.find(word => stages.includes(word) && !isShared(word, image, others));
}

/** What follows each dash of the last word. */
function endingsOf(image: string): string[] {
  const parts = lastWord(image).split('-');
  return parts.slice(1).map((_, index) => parts.slice(index + 1).join('-'));
}

/** Whether another image, and not this one in another registry, ends so too. */
function isShared(short: string, image: string, others: readonly string[]): boolean {
  const own = lastWord(image);
  return others.some(each => {
    const word = lastWord(each);
    return word !== own && (word === short || word.endsWith(`-${short}`));
  });
}

/** The last word of a name, in small letters. */
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
