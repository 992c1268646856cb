/**
 * Images that Argo CD does not take from the kustomization: Argo CD Image Updater renews them by annotations of an
 * Application or by an ImageUpdater, and `.argocd-source-<app>.yaml` beside a kustomization replaces them.
 */
import { fullRepository, parseImageReference } from '../../kubernetes/image-reference.ts';
import { splitImage } from '../../kustomize/fields/image-entry.ts';
import { type Files, folderOf, joinPath } from '../../kustomize/files/files.ts';
import { at, entry, type Node, textOf } from '../../kustomize/tree/node.ts';
import { parseText } from '../../kustomize/tree/parse.ts';
import { YamlProblem } from '../../yaml/read/read.ts';

export interface ImageOverride {
  /** Folder of the kustomization in whose render, or whose `images:`, the image is replaced. */
  readonly folder: string;
  /** {@link repositoryOf} the names that it replaces. */
  readonly repositories: ReadonlySet<string>;
  /** Why a value written in the repository does not last, and the question that is left. */
  readonly reason: string;
}

const PREFIX = 'argocd-image-updater.argoproj.io/';
const ARGO = /apiVersion:\s*["']?argoproj\.io\//;
const SOURCE_FILE = /(?:^|\/)\.argocd-source(?:-[^/]+)?\.yaml$/;

export function readImageOverrides(files: Files, paths: readonly string[]): ImageOverride[] {
  const replaced = paths.filter(path => SOURCE_FILE.test(path)).flatMap(path => fromSourceFile(files, path));
  const manifests = paths.filter(path => /\.ya?ml$/.test(path));
  const isUsed = manifests.some(path => files.read(path)?.includes(PREFIX));
  if (!isUsed) return replaced;
  const documents = manifests
    .filter(path => ARGO.test(files.read(path) ?? '') || files.read(path)?.includes(PREFIX))
    .flatMap(path => documentsIn(files, path));
  const applications = documents.filter(isApplication).flatMap(applicationIn);
  return [
    ...replaced,
    ...applications.flatMap(byAnnotations),
    ...documents.filter(isUpdater).flatMap(updater => byUpdater(updater, applications)),
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
    const reason = `Argo CD takes this image from ${path}, whatever is written elsewhere: should that file say the digest?`;
    return override(folderOf(path), names, reason);
  });
}

interface Application {
  readonly name: string;
  readonly annotations: Node | undefined;
  readonly folders: readonly string[];
}

function isApplication(document: Node): boolean {
  return apiVersionOf(document).startsWith('argoproj.io/');
}

function isUpdater(document: Node): boolean {
  return apiVersionOf(document).startsWith(PREFIX) && textOf(entry(document, 'kind')) === 'ImageUpdater';
}

/** An Application, or what an ApplicationSet makes: templates of paths lead nowhere. */
function applicationIn(document: Node): Application[] {
  return [document, at(document, 'spec', 'template')].flatMap(node => {
    const spec = at(node, 'spec');
    const sources = [entry(spec, 'source'), ...itemsAt(spec, 'sources')];
    const folders = sources.flatMap(source => {
      const path = textOf(entry(source, 'path'));
      const folder = path === undefined || path.includes('{{') ? undefined : joinPath('', path);
      return folder === undefined ? [] : [folder];
    });
    const name = textOf(at(node, 'metadata', 'name')) ?? '';
    return folders.length === 0 ? [] : [{ name, annotations: at(node, 'metadata', 'annotations'), folders }];
  });
}

/** `image-list: alias=name:constraint, ...`, before version 1 of the updater. */
function byAnnotations(application: Application): ImageOverride[] {
  const annotation = (name: string) => textOf(entry(application.annotations, PREFIX + name));
  const images = (annotation('image-list') ?? '').split(',').flatMap(item => {
    const [alias, name] = item.includes('=') ? item.trim().split('=') : [undefined, item];
    const original = alias === undefined ? undefined : annotation(`${alias}.kustomize.image-name`);
    return [name!, ...(original === undefined ? [] : [original])];
  });
  return renewed(application, images, annotation('write-back-target'));
}

function byUpdater(updater: Node, applications: readonly Application[]): ImageOverride[] {
  return itemsAt(updater, 'spec', 'applicationRefs').flatMap(reference => {
    const images = itemsAt(reference, 'images').flatMap(image => [
      textOf(entry(image, 'imageName')) ?? '',
      textOf(at(image, 'manifestTargets', 'kustomize', 'name')) ?? '',
    ]);
    const target = [reference, at(updater, 'spec')]
      .map(node => textOf(at(node, 'writeBackConfig', 'gitConfig', 'writeBackTarget')))
      .find(text => text !== undefined);
    const isMeant = namePattern(textOf(entry(reference, 'namePattern')) ?? '');
    return applications
      .filter(({ name }) => isMeant.test(name))
      .flatMap(application => renewed(application, images, target));
  });
}

function namePattern(glob: string): RegExp {
  const literal = glob.replace(/[.+^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${literal.replaceAll('*', '.*').replaceAll('?', '.')}$`);
}

/** In what Argo CD builds, and in the kustomization that the updater writes to: `kustomization:../base`. */
function renewed(
  { name, folders }: Application,
  images: readonly string[],
  target: string | undefined,
): ImageOverride[] {
  const reason = `Argo CD Image Updater renews this image for Application ${name}, and drops a digest: should it track digests, or leave the image alone?`;
  const written = target?.startsWith('kustomization:') ? target.slice('kustomization:'.length) : undefined;
  const places = folders.flatMap(folder => {
    if (written === undefined) return [folder];
    const place = written.startsWith('/') ? joinPath('', written.slice(1)) : joinPath(folder, written);
    return place === undefined ? [folder] : [folder, place];
  });
  return places.flatMap(place => override(place, images, reason));
}

function override(folder: string, images: readonly string[], reason: string): ImageOverride[] {
  const repositories = new Set(images.filter(image => image.trim() !== '').map(repositoryOf));
  return repositories.size === 0 ? [] : [{ folder, repositories, reason }];
}

function documentsIn(files: Files, file: string): Node[] {
  try {
    const documents = parseText(files.read(file) ?? '', 'resource', doc => ({ type: 'source', file, doc }));
    return documents.map(({ node }) => node);
  } catch (error) {
    // A manifest that cannot be read names nothing; its own root reports it.
    if (!(error instanceof YamlProblem)) throw error;
    return [];
  }
}

function apiVersionOf(document: Node): string {
  return textOf(entry(document, 'apiVersion')) ?? '';
}

function itemsAt(node: Node | undefined, ...path: readonly string[]): readonly Node[] {
  const list = at(node, ...path);
  return list?.kind === 'list' ? list.items : [];
}
