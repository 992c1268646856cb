/** Monitors as files write them: a kustomization with a remote base cannot be rendered here, and scrapes all the same. */

import type { Files } from '../../../kustomize/files/files.ts';
import { at, entry, textOf, toJson } from '../../../kustomize/tree/node.ts';
import type { WrittenMonitor } from '../../../transform.ts';
import { documentsIn, groupOf, kindOf, labelsOf, nameOf, placeOf, textsAt } from '../manifests/documents.ts';

export interface Monitor extends WrittenMonitor {
  /** Where the pods are; undefined: anywhere. */
  readonly namespaces: readonly string[] | undefined;
}

const KIND = /^kind:\s*["']?(?:Pod|Service)Monitor\b/m;

export function readMonitors(files: Files, paths: readonly string[]): Monitor[] {
  return paths
    .filter(path => /\.ya?ml$/.test(path) && KIND.test(files.read(path) ?? ''))
    .flatMap(path => documentsIn(files, path))
    .flatMap((document): Monitor[] => {
      const kind = kindOf(document);
      const isMonitor = kind === 'PodMonitor' || kind === 'ServiceMonitor';
      if (!isMonitor || groupOf(document) !== 'monitoring.coreos.com') return [];
      const spec = entry(document, 'spec');
      if (spec?.kind !== 'map') return [];
      const own = textOf(at(document, 'metadata', 'namespace'));
      const named = textsAt(spec, 'namespaceSelector', 'matchNames');
      const isAnywhere = textOf(at(spec, 'namespaceSelector', 'any')) === 'true';
      const known = named.length > 0 ? named : own === undefined ? [] : [own];
      return [
        {
          kind,
          name: nameOf(document),
          at: placeOf(files, entry(document, 'kind') ?? document),
          spec: toJson(spec),
          labels: labelsOf(files, document),
          namespaces: isAnywhere ? undefined : known,
        },
      ];
    });
}
