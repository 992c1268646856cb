/** Builds that files of Tilt and of buildx state: languages of their own, of which the plain forms are read. */
import { baseName, folderOf } from '../../../kustomize/files/files.ts';
import type { Wording } from './build.ts';
import { filledIn } from './variables.ts';

/** `docker_build('image', 'context', dockerfile='path', target='stage')`. */
function buildsOfTilt(file: string, text: string): Wording[] {
  const lineAt = lineCounter(text);
  return [
    ...text.matchAll(/\bdocker_build\(\s*(["'])([^"']+)\1\s*,\s*(["'])([^"']*)\3([^)]{0,2048})\)/g),
  ].map(match => {
    const [, , image = '', , context = '', rest = ''] = match;
    const option = (name: string) => new RegExp(`\\b${name}\\s*=\\s*["']([^"']+)["']`).exec(rest)?.[1];
    return {
      images: [image],
      from: [folderOf(file)],
      context,
      dockerfile: option('dockerfile'),
      dockerfileIsIn: option('dockerfile') === undefined ? 'context' : 'folder',
      target: option('target'),
      at: `${file}:${lineAt(match.index)}`,
    };
  });
}

/** `target "name" { context = "." dockerfile = "Dockerfile" tags = ["image"] }`, where nothing is inherited. */
function buildsOfBake(file: string, text: string): Wording[] {
  const lineAt = lineCounter(text);
  const values = new Map(
    [...text.matchAll(/^variable\s+"(\w+)"\s*\{[^}]{0,2048}?\bdefault\s*=\s*"([^"]*)"/gm)].map(
      ([, name, value]) => [name!, [value!]] as const,
    ),
  );
  return [...text.matchAll(/^target\s+"[^"]+"\s*\{([\s\S]{0,4096}?)^\}/gm)].flatMap((match): Wording[] => {
    const [, body = ''] = match;
    if (/\b(?:inherits|matrix|dockerfile-inline)\s*=/.test(body)) return [];
    const option = (name: string) => {
      const said = new RegExp(`^\\s*${name}\\s*=\\s*"([^"]*)"`, 'm').exec(body)?.[1];
      return said === undefined ? undefined : filledIn(said, values)[0];
    };
    const tags = /\btags\s*=\s*\[([\s\S]*?)\]/.exec(body)?.[1] ?? '';
    return [
      {
        images: [...tags.matchAll(/"([^"]+)"/g)].flatMap(([, tag]) => filledIn(tag!, values)),
        from: [folderOf(file)],
        context: option('context'),
        dockerfile: option('dockerfile'),
        dockerfileIsIn: 'context',
        target: option('target'),
        at: `${file}:${lineAt(match.index)}`,
      },
    ];
  });
}

/** Lines of offsets that only grow: each character is looked at once. */
function lineCounter(text: string): (offset: number) => number {
  let [line, next] = [1, text.indexOf('\n')];
  return offset => {
    for (; next >= 0 && next < offset; next = text.indexOf('\n', next + 1)) line++;
    return line;
  };
}

/** What kind of text states builds, by its name. */
export const TEXTS: readonly {
  readonly isOne: (path: string) => boolean;
  readonly read: (path: string, text: string) => Wording[];
}[] = [
  { isOne: path => baseName(path) === 'Tiltfile', read: buildsOfTilt },
  { isOne: path => /^docker-bake(?:\.[\w-]+)*\.hcl$/.test(baseName(path)), read: buildsOfBake },
];
