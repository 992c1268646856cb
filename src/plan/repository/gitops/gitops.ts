/** What GitOps controllers are told to build: the Kustomizations of Flux, the Applications of Argo CD. */

import { type Files, joinPath } from '../../../kustomize/files/files.ts';
import { at, entry, type Node, textOf } from '../../../kustomize/tree/node.ts';
import { documentsIn, groupOf, itemsAt, kindOf, nameOf, placeOf, textsAt } from '../manifests/documents.ts';
import { applicationsOf, type Generated } from './application-sets.ts';
import { type Above, aboveByArgo, aboveByFlux } from './layer-above.ts';
import { type ReplicasOfApplication, replicasOf } from './left-replicas.ts';
import { type Variable, variablesOf } from './variables.ts';

const FLUX_GROUP = 'kustomize.toolkit.fluxcd.io';
const FLUX = /apiVersion:\s*["']?kustomize\.toolkit\.fluxcd\.io\//;
const ARGO = /apiVersion:\s*["']?argoproj\.io\/v1alpha1/;
const ARGO_KIND = /kind:\s*["']?(?:Application|ApplicationSet)\b/;

/** What a controller builds for one object: an Application, those that an ApplicationSet makes, a Kustomization. */
export interface Deployment extends Partial<ReplicasOfApplication> {
  readonly tool: 'argocd' | 'flux';
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  /** `file:line` of the object. */
  readonly at: string;
  /** Folders of the repository. Templates of paths that nothing here resolves lead nowhere. */
  readonly folders: readonly string[];
  readonly annotations: Node | undefined;
  readonly labels: Node | undefined;
  /** Argo CD's project. */
  readonly project: string | undefined;
  /** Namespace of what names none; Flux puts everything there. */
  readonly namespace: string | undefined;
  /** The cluster, where it is another than the controller's own. */
  readonly cluster: string | undefined;
  /** What it puts in place of `${name}`; undefined where it replaces nothing. */
  readonly variables: ReadonlyMap<string, Variable> | undefined;
  /** Whether it makes objects anew where the API server refuses to change them: Argo CD is told so by the objects alone. */
  readonly recreates: boolean;
  /** Options of Argo CD for all objects that it syncs. */
  readonly syncOptions?: readonly string[];
  /** Whether it makes anew what is gone from the cluster, without being asked: at once: Argo CD where it heals. */
  readonly restores: boolean;
  /** Whether it decrypts with SOPS what they build; Argo CD leaves that to plugins of its build. */
  readonly decrypts: boolean;
  /** What it changes of what the folders build. */
  readonly above: Above | undefined;
}

export interface GitOps {
  readonly hasFluxKustomizations: boolean;
  readonly hasArgoApplications: boolean;
  readonly deployments: readonly Deployment[];
  /** Every folder that a controller is told to build. */
  readonly folders: readonly string[];
}

/** @param built folders with a kustomization: what the generators of an ApplicationSet may find */
export function readGitOps(files: Files, paths: readonly string[], built: readonly string[]): GitOps {
  const manifests = paths.filter(path => /\.ya?ml$/.test(path));
  const matching = (word: string, ...patterns: readonly RegExp[]) =>
    manifests.filter(path => {
      const text = files.read(path) ?? '';
      // Cheaper than the patterns, in the many files that are about something else.
      return text.includes(word) && patterns.every(pattern => pattern.test(text));
    });
  const flux = matching('toolkit.fluxcd.io', FLUX);
  const argo = matching('argoproj.io', ARGO, ARGO_KIND);
  const deployments = [
    ...flux
      .flatMap(path => documentsIn(files, path))
      .flatMap(each => fluxDeployment(files, paths, built, each)),
    ...argo
      .flatMap(path => documentsIn(files, path))
      .flatMap(each => argoDeployments({ files, paths, built }, each)),
  ];
  return {
    hasFluxKustomizations: flux.length > 0,
    hasArgoApplications: argo.length > 0,
    deployments,
    folders: deployments.flatMap(({ folders }) => folders),
  };
}

function fluxDeployment(
  files: Files,
  paths: readonly string[],
  built: readonly string[],
  document: Node,
): Deployment[] {
  if (groupOf(document) !== FLUX_GROUP || kindOf(document) !== 'Kustomization') return [];
  const spec = entry(document, 'spec');
  const folders = foldersAt(entry(spec, 'path'))
    .map(folder => inArtifact(folder, built))
    .flatMap(folder => [folder, ...generatedFrom(folder, built)]);
  if (folders.length === 0) return [];
  const name = nameOf(document);
  return [
    {
      tool: 'flux',
      apiVersion: textOf(entry(document, 'apiVersion')) ?? FLUX_GROUP,
      kind: 'Kustomization',
      name,
      at: placeOf(files, entry(document, 'kind') ?? document),
      folders,
      annotations: at(document, 'metadata', 'annotations'),
      labels: at(document, 'metadata', 'labels'),
      project: undefined,
      namespace: textOf(entry(spec, 'targetNamespace')),
      cluster: textOf(at(spec, 'kubeConfig', 'secretRef', 'name')),
      variables: variablesOf(files, paths, document),
      recreates: textOf(entry(spec, 'force')) === 'true',
      // A turn may be an hour away.
      restores: false,
      decrypts: textOf(at(spec, 'decryption', 'provider')) === 'sops',
      above: aboveByFlux(files, `Kustomization ${name}`, spec),
    },
  ];
}

/**
 * Where the source of a Kustomization is a part of the repository (an OCI artifact of one folder), its paths begin there: the
 * one folder that ends so is meant.
 */
function inArtifact(folder: string, built: readonly string[]): string {
  if (built.includes(folder) || !folder.includes('/')) return folder;
  const [found, other] = built.filter(each => each.endsWith(`/${folder}`));
  return found === undefined || other !== undefined ? folder : found;
}

/** In a folder without a kustomization Flux makes one, of the first ones below it. */
function generatedFrom(folder: string, built: readonly string[]): readonly string[] {
  if (built.includes(folder)) return [];
  const below = built.filter(each => isBelow(each, folder));
  return below.filter(each => !below.some(other => isBelow(each, other)));
}

function isBelow(folder: string, other: string): boolean {
  return folder !== other && (other === '' || folder.startsWith(`${other}/`));
}

/** Those with a path: others take charts. */
function argoDeployments(given: Generated, document: Node): Deployment[] {
  const kind = kindOf(document);
  if (groupOf(document) !== 'argoproj.io' || !/^Application(?:Set)?$/.test(kind)) return [];
  const place = placeOf(given.files, entry(document, 'kind') ?? document);
  const applications = kind === 'ApplicationSet' ? applicationsOf(document, given) : [document];
  return applications.flatMap(application => {
    const spec = entry(application, 'spec');
    const sources = [entry(spec, 'source'), ...itemsAt(spec, 'sources')];
    return sources.flatMap((source): Deployment[] => {
      const folders = foldersAt(entry(source, 'path'));
      if (folders.length === 0) return [];
      return [
        {
          tool: 'argocd',
          apiVersion: 'argoproj.io/v1alpha1',
          kind,
          name: plain(nameOf(application)) ?? nameOf(document),
          at: place,
          folders,
          annotations: at(application, 'metadata', 'annotations'),
          labels: at(application, 'metadata', 'labels'),
          project: plain(textOf(entry(spec, 'project'))),
          namespace: plain(textOf(at(spec, 'destination', 'namespace'))),
          cluster: clusterOf(entry(spec, 'destination')),
          variables: undefined,
          // It takes Replace=true for all, which is refused as applying is, and Force=true from an annotation only.
          recreates: false,
          syncOptions: textsAt(spec, 'syncPolicy', 'syncOptions'),
          restores: textOf(at(spec, 'syncPolicy', 'automated', 'selfHeal')) === 'true',
          ...replicasOf(spec),
          decrypts: false,
          above: aboveByArgo(given.files, `${kind} ${nameOf(document)}`, entry(source, 'kustomize')),
        },
      ];
    });
  });
}

/** The address by which Argo CD reaches the cluster that it runs in. */
const OWN_CLUSTER = /^(?:https:\/\/kubernetes\.default\.svc|in-cluster)\/?$/;

function clusterOf(destination: Node | undefined): string | undefined {
  const cluster = textOf(entry(destination, 'server')) ?? textOf(entry(destination, 'name'));
  return cluster === undefined || OWN_CLUSTER.test(cluster) ? undefined : plain(cluster);
}

/** A text without template parts. */
function plain(text: string | undefined): string | undefined {
  return text === undefined || text === '' || text.includes('{{') ? undefined : text;
}

/** None where nothing here knows what stands in place of a template. */
function foldersAt(node: Node | undefined): string[] {
  const path = plain(textOf(node));
  const folder = path === undefined ? undefined : joinPath('', path);
  return folder === undefined ? [] : [folder];
}
