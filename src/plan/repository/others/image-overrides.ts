/**
 * Images that others put in place of those that are written. Argo CD Image Updater renews them by annotations of an
 * Application or by an ImageUpdater, `.argocd-source-<app>.yaml` beside a kustomization replaces them, Skaffold builds its
 * artifacts (it leaves an image with a digest as it is), Kargo promotes what its Warehouses find, and Renovate may pin all of
 * them by itself.
 */
import { fullRepository, parseImageReference } from '../../../kubernetes/images/image-reference.ts';
import { fitsWildcard } from '../../../kubernetes/wildcard.ts';
import { splitImage } from '../../../kustomize/fields/image-entry.ts';
import { type Files, folderOf, joinPath } from '../../../kustomize/files/files.ts';
import { at, entry, type Node, textOf } from '../../../kustomize/tree/node.ts';
import type { Decision } from '../../model/decision.ts';
import type { Deployment } from '../gitops/gitops.ts';
import { documentsIn, groupOf, itemsAt, kindOf, nameOf, placeOf } from '../manifests/documents.ts';
import { pinningConfig } from './renovate.ts';

export interface ImageOverride {
  /** Folder of the kustomization in whose render, or whose `images:`, the image is replaced; undefined: in any. */
  readonly folder: string | undefined;
  /** {@link repositoryOf} the names that it replaces, `*` where a template fills them in; null: of all. */
  readonly repositories: ReadonlySet<string> | null;
  /** Why a value written in the repository does not last. */
  readonly decision: Decision;
}

const UPDATER_GROUP = 'argocd-image-updater.argoproj.io';
const PREFIX = `${UPDATER_GROUP}/`;
const KARGO_GROUP = 'kargo.akuity.io';
/** What is only looked for in files that speak of it. */
const NAMED = /argocd-image-updater\.argoproj\.io\/|kargo\.akuity\.io\//;
const SKAFFOLD_FILE = /(?:^|\/)skaffold[^/]*\.ya?ml$/;
const SOURCE_FILE = /(?:^|\/)\.argocd-source(?:-[^/]+)?\.yaml$/;

export function readImageOverrides(
  files: Files,
  paths: readonly string[],
  deployments: readonly Deployment[],
): ImageOverride[] {
  const replaced = [
    ...paths.filter(path => SOURCE_FILE.test(path)).flatMap(path => fromSourceFile(files, path)),
    ...paths.filter(path => SKAFFOLD_FILE.test(path)).flatMap(path => builtBySkaffold(files, path)),
    ...pinnedByRenovate(pinningConfig(files, paths)),
  ];
  const users = paths.filter(path => /\.ya?ml$/.test(path) && NAMED.test(files.read(path) ?? ''));
  if (users.length === 0) return replaced;
  const applications = deployments.filter(({ tool }) => tool === 'argocd');
  const documents = users.flatMap(path => documentsIn(files, path).map(document => ({ path, document })));
  const updaters = documents.map(({ document }) => document).filter(isUpdater);
  return [
    ...replaced,
    ...documents.flatMap(({ path, document }) => byWarehouse(path, document)),
    ...applications.flatMap(byAnnotations),
    ...documents.flatMap(({ document }) => byTemplate(files, document, applications)),
    ...updaters.flatMap(updater => byUpdater(updater, applications)),
  ];
}

/** Registry and repository of an image, whatever stands behind its name: a tag, a digest, a constraint. */
export function repositoryOf(image: string): string {
  const { name } = splitImage(image.trim());
  const reference = parseImageReference(name);
  return reference === null ? name : fullRepository(reference);
}

/** `kustomize: images: [name:tag, name=other:tag]`, as parameters of the Application. */
function fromSourceFile(files: Files, path: string): ImageOverride[] {
  return documentsIn(files, path).flatMap(document => {
    const names = itemsAt(document, 'kustomize', 'images').flatMap(image => (textOf(image) ?? '').split('='));
    return override(folderOf(path), names, {
      about: `images of ${path}`,
      known: `Argo CD takes this image from ${path}, whatever is written elsewhere: that file may say the digest`,
    });
  });
}

/** `build: artifacts: [{image: name}]`, of the configuration and of its profiles. */
function builtBySkaffold(files: Files, path: string): ImageOverride[] {
  const documents = documentsIn(files, path).filter(document => groupOf(document) === 'skaffold');
  const builds = documents.flatMap(document => [document, ...itemsAt(document, 'profiles')]);
  const names = builds.flatMap(build =>
    itemsAt(build, 'build', 'artifacts').flatMap(artifact => textOf(entry(artifact, 'image')) ?? []),
  );
  return override(undefined, names, {
    about: 'images that Skaffold builds',
    known: `Skaffold builds this image, and leaves one with a digest alone (${path})`,
  });
}

function pinnedByRenovate(config: string | undefined): ImageOverride[] {
  if (config === undefined) return [];
  const decision = {
    about: 'images that Renovate pins',
    known: `Renovate pins digests by itself (${config})`,
  };
  return [{ folder: undefined, repositories: null, decision }];
}

/** `subscriptions: [{image: {repoURL: name}}]`: its Stages write the tags that it finds, and nothing behind them. */
function byWarehouse(path: string, document: Node): ImageOverride[] {
  if (groupOf(document) !== KARGO_GROUP || kindOf(document) !== 'Warehouse') return [];
  const names = itemsAt(document, 'spec', 'subscriptions').flatMap(
    subscription => textOf(at(subscription, 'image', 'repoURL')) ?? [],
  );
  return override(undefined, names, {
    about: `images of Warehouse ${nameOf(document)}`,
    known: `Kargo promotes new tags of this image, and drops a digest (Warehouse ${nameOf(document)}, ${path})`,
  });
}

function isUpdater(document: Node): boolean {
  return groupOf(document) === UPDATER_GROUP && textOf(entry(document, 'kind')) === 'ImageUpdater';
}

/** Before version 1 of the updater. */
function byAnnotations(application: Deployment): ImageOverride[] {
  const target = textOf(entry(application.annotations, `${PREFIX}write-back-target`));
  return renewed(
    application,
    listedImages(application.annotations),
    target,
    strategyIn(application.annotations),
  );
}

/** An ApplicationSet whose folders nobody but its controller can fill in: its Applications may be about any of them. */
function byTemplate(files: Files, document: Node, applications: readonly Deployment[]): ImageOverride[] {
  if (groupOf(document) !== 'argoproj.io' || kindOf(document) !== 'ApplicationSet') return [];
  const metadata = at(document, 'spec', 'template', 'metadata');
  const annotations = entry(metadata, 'annotations');
  const place = placeOf(files, entry(document, 'kind') ?? document);
  if (applications.some(each => each.at === place)) return [];
  const decision = decisionOf(`ApplicationSet ${nameOf(document)}`, strategyIn(annotations));
  return override(undefined, listedImages(annotations), decision);
}

/** `image-list: alias=name:constraint, ...` */
function listedImages(annotations: Node | undefined): string[] {
  const annotation = (name: string) => textOf(entry(annotations, PREFIX + name));
  return (annotation('image-list') ?? '').split(',').flatMap(item => {
    const [alias, name = ''] = item.includes('=') ? item.trim().split('=') : [undefined, item];
    const original = alias === undefined ? undefined : annotation(`${alias}.kustomize.image-name`);
    return [name, ...(original === undefined ? [] : [original])];
  });
}

/** Of any of its images: `app.update-strategy: semver`, or that of all of them. */
function strategyIn(annotations: Node | undefined): string | undefined {
  if (annotations?.kind !== 'map') return undefined;
  for (const [key, value] of annotations.entries)
    if (key.startsWith(PREFIX) && /[/.]update-strategy$/.test(key)) return textOf(value);
  return undefined;
}

/** @param strategy who has written one has decided what the image follows */
function decisionOf(application: string, strategy: string | undefined): Decision {
  const renews = `Argo CD Image Updater renews this image for ${application}`;
  return {
    about: `images of ${application}`,
    known:
      strategy === undefined
        ? `${renews}, and drops a digest unless its strategy is digest`
        : `${renews} by its strategy ${strategy}`,
  };
}

function byUpdater(updater: Node, applications: readonly Deployment[]): ImageOverride[] {
  return itemsAt(updater, 'spec', 'applicationRefs').flatMap(reference => {
    const images = itemsAt(reference, 'images').flatMap(image => [
      textOf(entry(image, 'imageName')) ?? '',
      textOf(at(image, 'manifestTargets', 'kustomize', 'name')) ?? '',
    ]);
    const target = [reference, at(updater, 'spec')]
      .map(node => textOf(at(node, 'writeBackConfig', 'gitConfig', 'writeBackTarget')))
      .find(text => text !== undefined);
    const strategy = [...itemsAt(reference, 'images'), reference, at(updater, 'spec')]
      .map(node => textOf(at(node, 'commonUpdateSettings', 'updateStrategy')))
      .find(text => text !== undefined);
    const pattern = textOf(entry(reference, 'namePattern')) ?? '';
    return applications
      .filter(({ name }) => fitsWildcard(pattern, name))
      .flatMap(application => renewed(application, images, target, strategy));
  });
}

/** In what Argo CD builds, and in the kustomization that the updater writes to: `kustomization:../base`. */
function renewed(
  { name, folders }: Deployment,
  images: readonly string[],
  target: string | undefined,
  strategy: string | undefined,
): ImageOverride[] {
  const decision = decisionOf(`Application ${name}`, strategy);
  const written = target?.startsWith('kustomization:') ? target.slice('kustomization:'.length) : undefined;
  const places = folders.flatMap(folder => {
    if (written === undefined) return [folder];
    const place = written.startsWith('/') ? joinPath('', written.slice(1)) : joinPath(folder, written);
    return place === undefined ? [folder] : [folder, place];
  });
  return places.flatMap(place => override(place, images, decision));
}

/** Of the images that somebody else writes, by their names; none where none is named. */
export function override(
  folder: string | undefined,
  images: readonly string[],
  decision: Decision,
): ImageOverride[] {
  const repositories = new Set(images.filter(image => image.trim() !== '').map(patternOf));
  return repositories.size === 0 ? [] : [{ folder, repositories, decision }];
}

/** Stands for what a template fills in while the name is read. */
const FILLED_IN = 'filled-in-by-a-template';

/** `{{service}}` is any text. */
function patternOf(image: string): string {
  return repositoryOf(image.replace(/\{\{[^{}]*\}\}/g, FILLED_IN)).replaceAll(FILLED_IN, '*');
}
