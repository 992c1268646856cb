/** Builds that compose files and Skaffold state. */
import type { Mounted } from '../../../images/dockerfile/dockerfile.ts';
import { isForWork } from '../../../images/dockerfile/names.ts';
import { baseName, type Files, folderOf, joinPath } from '../../../kustomize/files/files.ts';
import { at, entry, type Node, textOf } from '../../../kustomize/tree/node.ts';
import { documentsIn, groupOf, itemsAt, placeOf, scalarsAt } from '../manifests/documents.ts';
import { OPEN, type Wording } from './build.ts';
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
    return [...services.entries].flatMap(([name, service]) => {
      const build = entry(service, 'build');
      // What has no name is called like its project and its service, and never leaves the machine.
      const image = textOf(entry(service, 'image'));
      if (build === undefined || entry(build, 'dockerfile_inline') !== undefined) return [];
      const text = (key: string) => filled(textOf(entry(build, key)));
      return {
        images: filledIn(image ?? `${OPEN}-${name}`, values),
        from: [folderOf(file)],
        context: build.kind === 'scalar' ? filled(textOf(build)) : text('context'),
        dockerfile: text('dockerfile'),
        dockerfileIsIn: 'context',
        target: image === undefined ? deployedStage(text('target')) : text('target'),
        isLocal: image === undefined,
        args: argsOf(files, entry(build, 'args')),
        mounts: mountsOf(files, service),
        at: placeOf(files, service),
      };
    });
  });
}

/** The stage of what is deployed: beside one to work with it is the one that the file ends with. */
function deployedStage(target: string | undefined): string | undefined {
  return target !== undefined && isForWork(target) ? undefined : target;
}

/** What the program would otherwise write into the image: volumes, and folders for data; its own sources are none. */
function mountsOf(files: Files, service: Node): readonly Mounted[] {
  return itemsAt(service, 'volumes').flatMap(item => {
    const [, source = '', path = '', mode = ''] =
      /^([^:]+):(\/[^:]+)(?::(\w+))?$/.exec(textOf(item) ?? '') ?? [];
    const isData =
      /^(?:\.{1,2}\/)*[A-Za-z][\w.-]*\/?$/.test(source) && !/\.\w+$|^(?:\.\/)?(?:src|app)\/?$/.test(source);
    return !isData || mode === 'ro' || path.includes('$') ? [] : [{ path, at: placeOf(files, item) }];
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

function open(text: string | undefined): string | undefined {
  return text === undefined ? undefined : filledIn(text, NO_VALUES)[0];
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
];
