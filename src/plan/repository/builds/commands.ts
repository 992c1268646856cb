/** `docker build` and its like, in scripts, Makefiles and steps of pipelines. */
import { joinPath } from '../../../kustomize/files/files.ts';
import { OPEN, type Wording } from './build.ts';
import { filledIn, type Values } from './variables.ts';

const BUILD =
  /(?:^|[\s;&|@("'-])(?:(?:docker|podman|nerdctl)(?:\s+(?:image|buildx))?\s+build|buildah\s+(?:bud|build)|docker\s+builder\s+build|\/kaniko\/executor)(?=\s)/g;

/** Flags without a value: what follows them is a word of its own. */
const SWITCH =
  /^(?:--(?:pull|no-cache|push|load|rm|force-rm|squash|compress|quiet|layers|disable-content-trust|cleanup|reproducible|skip-tls-verify|insecure)|-q)$/;

interface Words {
  images: string[];
  context: string | undefined;
  dockerfile: string | undefined;
  target: string | undefined;
  args: Map<string, string>;
}

/**
 * The builds of a text of commands.
 *
 * @param folders where it may be started
 * @param options the line of the file that the text begins with, and whether each line has a shell of its own
 */
export function buildsInCommands(
  file: string,
  text: string,
  values: Values,
  folders: readonly string[],
  { line = 1, isPerLine = false }: { readonly line?: number; readonly isPerLine?: boolean } = {},
): Wording[] {
  const lines = text.split(/\r?\n/);
  const found: Wording[] = [];
  let from = folders;
  for (let index = 0; index < lines.length; index++) {
    const start = index;
    let command = lines[index]!;
    while (/\\\s*$/.test(command) && index + 1 < lines.length)
      command = `${command.replace(/\\\s*$/, ' ')}${lines[++index]!}`;
    if (/^\s*#/.test(command)) continue;
    let here = from;
    for (const part of command.split(/&&|;/)) {
      const [, folder] = /^\s*(?:-\s+)?[@(]?\s*(?:cd|pushd)\s+(\S+)\s*$/.exec(part) ?? [];
      if (folder !== undefined) here = folder === '-' ? folders : below(here, folder, values);
      else if (/^\s*popd\b/.test(part)) here = folders;
      for (const [match] of part.matchAll(BUILD)) {
        const words = part.slice(part.indexOf(match) + match.length);
        for (const filled of filledIn(words, values))
          found.push({
            ...wordingOf(filled),
            from: here,
            dockerfileIsIn: 'folder',
            at: `${file}:${line + start}`,
          });
      }
    }
    // A subshell leaves its folder with its end.
    if (!isPerLine && !/^\s*\(/.test(command)) from = here;
  }
  return found.filter(({ images }) => images.length > 0);
}

/** Where a folder is not known, neither is what its paths mean. */
function below(folders: readonly string[], folder: string, values: Values): readonly string[] {
  const [path = OPEN, ...others] = filledIn(folder.replace(/^["']|["']$/g, ''), values);
  if (others.length > 0 || path.includes(OPEN) || path.startsWith('/')) return [];
  return folders.flatMap(each => joinPath(each, path) ?? []);
}

function wordingOf(text: string): Pick<Wording, 'images' | 'context' | 'dockerfile' | 'target' | 'args'> {
  const found: Words = {
    images: [],
    context: undefined,
    dockerfile: undefined,
    target: undefined,
    args: new Map(),
  };
  const words = shellWords(text);
  for (let index = 0; index < words.length; index++) {
    const word = words[index]!;
    if (/^(?:[|>)]|2>)/.test(word)) break;
    if (!word.startsWith('-')) {
      found.context ??= word;
      continue;
    }
    const equals = word.indexOf('=');
    const flag = equals < 0 ? word : word.slice(0, equals);
    if (equals < 0 && SWITCH.test(flag)) continue;
    take(found, flag, equals < 0 ? (words[++index] ?? '') : word.slice(equals + 1));
  }
  return found;
}

function take(found: Words, flag: string, value: string): void {
  if (/^(?:-t|--tag|--destination|-d)$/.test(flag)) found.images.push(value);
  else if (/^(?:-f|--file|--dockerfile)$/.test(flag)) found.dockerfile = value;
  else if (flag === '--context') found.context = value;
  else if (flag === '--target') found.target = value;
  else if (flag === '--build-arg') {
    const [name = '', ...rest] = value.split('=');
    if (rest.length > 0) found.args.set(name, rest.join('='));
  }
}

function shellWords(text: string): string[] {
  const words = text.matchAll(/(?:"(?:\\.|[^"\\])*"|'[^']*'|[^\s"'])+/g);
  return [...words].map(([word]) => word.replace(/["']/g, ''));
}
