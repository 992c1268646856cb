/** Builds that compose files, Skaffold, and files of Tilt and of buildx state. */
import { baseName, type Files, folderOf, joinPath } from '../../../kustomize/files/files.ts';
import { at, entry, type Node, textOf } from '../../../kustomize/tree/node.ts';
import { documentsIn, groupOf, itemsAt, placeOf, scalarsAt } from '../platform/documents.ts';
import type { Wording } from './build.ts';
import { filledIn, type Values, valuesIn } from './variables.ts';

const NO_VALUES: Values = new Map();

/** `services: {NAME: {image, build: {context, dockerfile, target, args}}}`, with the variables of `.env` beside it. */
function buildsOfCompose(files: Files, file: string, there: ReadonlySet<string>): Wording[] {
  const beside = joinPath(folderOf(file), '.env');
  const values = beside !== undefined && there.has(beside) ? valuesIn(files.read(beside) ?? '') : NO_VALUES;
  const filled = (text: string | undefined) => (text === undefined ? undefined : filledIn(text, values)[0]);
  return documentsIn(files, file).flatMap(document => {
    const services = entry(document, 'services');
    if (services?.kind !== 'map') return [];
    return [...services.entries.values()].flatMap(service => {
      const build = entry(service, 'build');
      const image = textOf(entry(service, 'image'));
      if (build === undefined || image === undefined || entry(build, 'dockerfile_inline') !== undefined)
        return [];
      const text = (key: string) => filled(textOf(entry(build, key)));
      return {
        images: filledIn(image, values),
        from: [folderOf(file)],
        context: build.kind === 'scalar' ? filled(textOf(build)) : text('context'),
        dockerfile: text('dockerfile'),
        dockerfileIsIn: 'context',
        target: text('target'),
        args: argsOf(files, entry(build, 'args')),
        at: placeOf(files, service),
      };
    });
  });
}

/** A map, or a list of `NAME=value`. */
function argsOf(files: Files, node: Node | undefined): ReadonlyMap<string, string> {
  if (node?.kind !== 'list') {
    return new Map([...scalarsAt(files, node)].map(([name, { value }]) => [name, open(value)!]));
  }
  return new Map(
    node.items.flatMap(item => {
      const [, name, value] = /^(\w+)=(.*)$/s.exec(textOf(item) ?? '') ?? [];
      return name === undefined ? [] : [[name, open(value)!] as const];
    }),
  );
}

/** `build: {artifacts: [{image, context, docker: {dockerfile, target, buildArgs}}]}`, of profiles too. */
function buildsOfSkaffold(files: Files, file: string): Wording[] {
  const documents = documentsIn(files, file).filter(document => groupOf(document) === 'skaffold');
  const builds = documents.flatMap(document => [document, ...itemsAt(document, 'profiles')]);
  return builds.flatMap(build =>
    itemsAt(build, 'build', 'artifacts').flatMap((artifact): Wording[] => {
      const image = textOf(entry(artifact, 'image'));
      const isOther = ['jib', 'ko', 'buildpacks', 'custom', 'bazel'].some(
        builder => entry(artifact, builder) !== undefined,
      );
      if (image === undefined || isOther) return [];
      const docker = (key: string) =>
        textOf(at(artifact, 'docker', key)) ?? textOf(at(artifact, 'kaniko', key));
      return [
        {
          images: filledIn(image, NO_VALUES),
          from: [folderOf(file)],
          context: textOf(entry(artifact, 'context')),
          dockerfile: open(docker('dockerfile')),
          dockerfileIsIn: 'context',
          target: docker('target'),
          args: argsOf(files, at(artifact, 'docker', 'buildArgs')),
          at: placeOf(files, artifact),
        },
      ];
    }),
  );
}

/** `docker_build('image', 'context', dockerfile='path', target='stage')`. */
function buildsOfTilt(file: string, text: string): Wording[] {
  return [...text.matchAll(/\bdocker_build\(\s*(["'])([^"']+)\1\s*,\s*(["'])([^"']*)\3([^)]*)\)/g)].map(
    match => {
      const [, , image = '', , context = '', rest = ''] = match;
      const option = (name: string) => new RegExp(`\\b${name}\\s*=\\s*["']([^"']+)["']`).exec(rest)?.[1];
      return {
        images: [image],
        from: [folderOf(file)],
        context,
        dockerfile: option('dockerfile'),
        dockerfileIsIn: option('dockerfile') === undefined ? 'context' : 'folder',
        target: option('target'),
        at: `${file}:${lineAt(text, match.index)}`,
      };
    },
  );
}

/** `target "name" { context = "." dockerfile = "Dockerfile" tags = ["image"] }`, where nothing is inherited. */
function buildsOfBake(file: string, text: string): Wording[] {
  const values = new Map(
    [...text.matchAll(/^variable\s+"(\w+)"\s*\{[^}]*?\bdefault\s*=\s*"([^"]*)"/gm)].map(
      ([, name, value]) => [name!, [value!]] as const,
    ),
  );
  return [...text.matchAll(/^target\s+"[^"]+"\s*\{([\s\S]*?)^\}/gm)].flatMap((match): Wording[] => {
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
        at: `${file}:${lineAt(text, match.index)}`,
      },
    ];
  });
}

function open(text: string | undefined): string | undefined {
  return text === undefined ? undefined : filledIn(text, NO_VALUES)[0];
}

function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}

/** What kind of file states builds, by its name. */
export const DOCUMENTS: readonly {
  readonly isOne: (path: string) => boolean;
  readonly read: (files: Files, path: string, there: ReadonlySet<string>) => Wording[];
}[] = [
  {
    isOne: path => /^(?:docker-)?compose(?:[.-][\w.-]+)?\.ya?ml$/.test(baseName(path)),
    read: buildsOfCompose,
  },
  { isOne: path => /^skaffold[^/]*\.ya?ml$/.test(baseName(path)), read: buildsOfSkaffold },
  {
    isOne: path => baseName(path) === 'Tiltfile',
    read: (files, path) => buildsOfTilt(path, files.read(path) ?? ''),
  },
  {
    isOne: path => /^docker-bake(?:\.[\w-]+)*\.hcl$/.test(baseName(path)),
    read: (files, path) => buildsOfBake(path, files.read(path) ?? ''),
  },
];
