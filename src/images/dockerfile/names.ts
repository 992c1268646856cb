/** Which Dockerfiles are called like an image. */

/** Whether a path is one at which Dockerfiles are looked for. */
export function isDockerfile(path: string): boolean {
  return /(?:^|\/)(?:[^/]+\.dockerfile|(?:docker|container)file(?:\.[^/]+|[-_][^/.]+)?)$/i.test(path);
}

/**
 * Dockerfiles that are called like an image, by the last word of its name: `<name>.Dockerfile`, `Dockerfile-<name>`, or a Dockerfile in a folder
 * of that name or in a folder for builds inside of it. Images have small letters and dashes where folders have what their
 * language writes (`Shop.Api`, `shop_api`).
 */
export function namesakesOf(paths: readonly string[], image: string): readonly string[] {
  return paths.filter(path => isNamed(path, lastWord(image)));
}

/**
 * The only Dockerfile that is called like the image but for a word that says what all are (`Shop.ApiService` of `shop-api`), or
 * like what follows a dash: `shop-api` is also the folder `api`, when no other image is called or ends so.
 */
export function likelyDockerfile(
  paths: readonly string[],
  image: string,
  others: readonly string[] = [],
): string | undefined {
  const whole = lastWord(image);
  for (const short of [whole, ...endingsOf(image)]) {
    const named = paths.filter(path => isNamed(path, short, plain) && !isNamed(path, whole));
    if (named.length === 0) continue;
    return named.length > 1 || isShared(short, image, others) ? undefined : named[0];
  }
  return undefined;
}

/**
 * The Dockerfile that is called like an image but for the name of the project, where that is known to be one: another image has it
 * too (`shop-api`, `shop-worker`), and a Dockerfile of its own by what follows.
 */
export function dockerfileInProject(
  paths: readonly string[],
  image: string,
  others: readonly string[],
): string | undefined {
  const file = likelyDockerfile(paths, image, others);
  if (file === undefined) return undefined;
  const projects = endingsOf(image).map(each => image.slice(0, -each.length).toLowerCase());
  const project = projects.find(each => isNamed(file, image.slice(each.length), plain));
  if (project === undefined) return undefined;
  const isPaired = (other: string) => {
    const own = other.toLowerCase().startsWith(project) ? likelyDockerfile(paths, other, others) : undefined;
    return own !== undefined && own !== file && isNamed(own, other.slice(project.length), plain);
  };
  return others.some(isPaired) ? file : undefined;
}

/** Whether nothing in the path of a Dockerfile says what it is of: it stands at the top, or in a folder for builds. */
export function isNameless(path: string): boolean {
  const folders = path.split('/');
  return /^(?:docker|container)file$/i.test(folders.pop()!) && folders.every(each => BUILDS.test(each));
}

/** Stages for whoever works on the program. */
const FOR_WORK = /^(?:dev|devel|develop|development|local|debug|watch|test|tests)(?:[-_.]|$)/i;

/** Whether a stage is for whoever works on the program, by its name: nothing of it is deployed. */
export function isForWork(stage: string): boolean {
  return FOR_WORK.test(stage);
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

/** Whether another image, and not this one in another registry, is called or ends so too. */
function isShared(short: string, image: string, others: readonly string[]): boolean {
  const own = lastWord(image);
  return others.some(each => {
    const word = lastWord(each);
    return word !== own && [word, ...endingsOf(each)].some(end => plain(end) === plain(short));
  });
}

/** The last word of a name, in small letters. */
function lastWord(image: string): string {
  return image.split('/').at(-1)!.toLowerCase();
}

/** A name however it is written: `Shop.Api`, `shop_api` and `shop-api` are one. */
function letters(word: string): string {
  return word.toLowerCase().replace(/[-_.]/g, '');
}

/** Without the word that says what all of its neighbours are. */
function plain(word: string): string {
  return letters(word).replace(/(?<=.)(?:service|svc)$/, '');
}

/** Folders for builds, whatever is built. */
const BUILDS = /^(?:docker|build|deploy|container|image)$/i;

/** @param as what two names have to have in common */
function isNamed(path: string, word: string, as: (name: string) => string = letters): boolean {
  const folders = path.split('/');
  const name = folders.pop()!.toLowerCase();
  const [, own] =
    /^(?:(?:docker|container)file[-_.])(.+)$|^(.+)\.dockerfile$/
      .exec(name)
      ?.filter(each => each !== undefined) ?? [];
  if (own !== undefined && as(own) === as(word)) return true;
  if (name !== 'dockerfile' && name !== 'containerfile') return false;
  if (BUILDS.test(folders.at(-1) ?? '')) folders.pop();
  const folder = folders.at(-1);
  return folder !== undefined && as(folder) === as(word);
}
