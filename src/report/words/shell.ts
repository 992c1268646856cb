/** Paths in commands that somebody copies. */

const PLAIN = /^[\w./-]+$/;

/** A path as a shell takes it. */
export function shellWord(path: string): string {
  if (path.startsWith('-')) return shellWord(`./${path}`);
  return PLAIN.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;
}

/** Several: `overlays/{prod,uat}/.env` where they differ in one folder. */
export function shellWords(paths: readonly string[]): string {
  const split = paths.map(path => path.split('/'));
  const [first = []] = split;
  const differing = first.flatMap((part, at) => (split.every(each => each[at] === part) ? [] : [at]));
  const [at] = differing;
  const isAlike = split.every(each => each.length === first.length) && paths.every(path => PLAIN.test(path));
  if (at === undefined || differing.length > 1 || !isAlike) return paths.map(shellWord).join(' ');
  const parts = `{${split.map(each => each[at]).join(',')}}`;
  const word = [...first.slice(0, at), parts, ...first.slice(at + 1)].join('/');
  return word.startsWith('-') ? `./${word}` : word;
}
