/** A component as an object of the tool that installs charts here already. */

import type { Change, Json, JsonObject, Resource, Root } from '../../src/transform.ts';
import { isMap } from '../shared/data.ts';
import { isOfChart } from './platforms.ts';

/** What the configuration says of a component. */
export interface Chart {
  readonly repo: string;
  readonly chart: string;
  readonly version: string;
  readonly namespace: string;
  readonly values: JsonObject | undefined;
}

/** Undefined where it does not say all that is needed. A range is no version. */
export function chartIn(said: Json | undefined): Chart | undefined {
  if (!isMap(said)) return undefined;
  const { repo, chart, version, namespace, values } = said;
  const texts = [repo, chart, version, namespace];
  if (!texts.every(each => typeof each === 'string' && each !== '')) return undefined;
  if (!/^v?\d+\.\d+\.\d+(?:[-+][\w.-]+)?$/.test(String(version))) return undefined;
  return {
    repo: String(repo),
    chart: String(chart),
    version: String(version),
    namespace: String(namespace),
    values: isMap(values) ? values : undefined,
  };
}

export interface Installation {
  /** What it goes beside, and is written like. */
  readonly like: Resource;
  readonly changes: readonly Change[];
}

/** Whether it is installed, under its own name or under another. */
export function isInstalled({ chart }: Chart, { platform, rendersAnywhere }: Root): boolean {
  return platform.chartsCalled(chart).length > 0 || INSTALLERS.some(kind => rendersAnywhere(kind, chart));
}

const INSTALLERS = ['HelmRelease', 'Application'];

/** Undefined where nothing installs charts in this root. */
export function installationOf(chart: Chart, root: Root): Installation | undefined {
  const like = root.find('HelmRelease')[0] ?? root.find('Application', isOfChart)[0];
  if (like === undefined) return undefined;
  return { like, changes: like.kind === 'HelmRelease' ? ofFlux(chart, like, root) : ofArgo(chart, like) };
}

const CHART_OF_ARGO = /^kind: Application\b(?:(?!^---)[\s\S])*?^ +chart:/m;

/** Whether it can be written in another root: there it is proposed. */
export function isForAnother({ platform, rendersKind }: Root): boolean {
  if (rendersKind('HelmRelease')) return true;
  return rendersKind('Application') && platform.mentions(CHART_OF_ARGO) !== undefined;
}

function ofArgo({ repo, chart, version, namespace, values }: Chart, like: Resource): readonly Change[] {
  const destination = like.get(['spec', 'destination']);
  const policy = like.get(['spec', 'syncPolicy']);
  const cluster = isMap(destination) ? destination : {};
  const manifest: JsonObject = {
    apiVersion: like.apiVersion,
    kind: 'Application',
    metadata: { name: chart },
    spec: {
      project: like.get(['spec', 'project']) ?? 'default',
      source: {
        repoURL: repo,
        chart,
        targetRevision: version,
        ...(values && { helm: { valuesObject: values } }),
      },
      destination: { ...cluster, namespace },
      ...(policy !== undefined && { syncPolicy: policy }),
    },
  };
  return [{ type: 'create', manifest, beside: like.key }];
}

function ofFlux(
  { repo, chart, version, namespace, values }: Chart,
  like: Resource,
  root: Root,
): readonly Change[] {
  const interval = like.get(['spec', 'interval']) ?? '1h';
  const source = root.find('HelmRepository')[0];
  const repository: JsonObject = {
    apiVersion: source?.apiVersion ?? 'source.toolkit.fluxcd.io/v1',
    kind: 'HelmRepository',
    metadata: { name: chart },
    spec: { ...(repo.startsWith('oci:') && { type: 'oci' }), interval, url: repo },
  };
  const release: JsonObject = {
    apiVersion: like.apiVersion,
    kind: 'HelmRelease',
    metadata: { name: chart },
    spec: {
      interval,
      targetNamespace: namespace,
      install: { createNamespace: true },
      chart: {
        spec: { chart, version, sourceRef: { kind: 'HelmRepository', name: chart } },
      },
      ...(values && { values }),
    },
  };
  return [repository, release].map(manifest => ({ type: 'create', manifest, beside: like.key }));
}
