/** Outdated fields of a kustomization in their successors: lines move as they are. */
import { readKustomization } from '../../../src/kustomize/file/kustomization.ts';
import { type OutdatedField, restate } from '../../../src/kustomize/restate/restate.ts';
import { applySplices } from '../../../src/text/splice.ts';

const isFile = (path: string) => path.endsWith('.yaml');

function restated(field: OutdatedField, text: string): string {
  const kustomization = readKustomization('kustomization.yaml', text);
  return applySplices(text, restate(kustomization, field, isFile));
}

test.each<[string, OutdatedField, string, string]>([
  [
    'bases alone',
    'bases',
    'bases: # of all\n- ../base\nnamePrefix: a-\n',
    'resources: # of all\n- ../base\nnamePrefix: a-\n',
  ],
  ['bases in brackets', 'bases', 'bases: [../base]\n', 'resources: [../base]\n'],
  [
    'bases above resources, with their comments and another indentation',
    'bases',
    '# ours\nkind: Kustomization\n# what all have\nbases: # two\n  # first\n  - ../base # the base\n  - ../more\n\nresources:\n- web.yaml\n# last\n- api.yaml\nnamePrefix: a-\n',
    '# ours\nkind: Kustomization\n\nresources:\n- web.yaml\n# last\n- api.yaml\n# what all have\n# two\n# first\n- ../base # the base\n- ../more\nnamePrefix: a-\n',
  ],
  [
    'bases between blank lines, of which one stays',
    'bases',
    'resources:\n- web.yaml\n\nbases:\n- ../base\n\nnamePrefix: a-\n',
    'resources:\n- web.yaml\n- ../base\n\nnamePrefix: a-\n',
  ],
  [
    'labels that are indented by four',
    'commonLabels',
    'commonLabels:\n    app: web\nresources:\n    - web.yaml\n',
    'labels:\n    - pairs:\n          app: web\n      includeSelectors: true\nresources:\n    - web.yaml\n',
  ],
  [
    'bases below resources at the end of the file, which has no line end',
    'bases',
    'resources:\n  - web.yaml\nbases:\n- ../base',
    'resources:\n  - web.yaml\n  - ../base',
  ],
  [
    'a header of the file',
    'bases',
    '# Copyright of us\nbases:\n- ../base\nresources:\n- web.yaml\n',
    '# Copyright of us\nresources:\n- web.yaml\n- ../base\n',
  ],
  [
    'lines that end otherwise',
    'bases',
    'resources:\r\n- a.yaml\r\nbases:\r\n  - b\r\n',
    'resources:\r\n- a.yaml\r\n- b\r\n',
  ],
  [
    'patches in files',
    'patchesStrategicMerge',
    'patchesStrategicMerge:\n  # more\n  - a.yaml\n  - "b.yaml" # why\n',
    'patches:\n  # more\n  - path: a.yaml\n  - path: "b.yaml" # why\n',
  ],
  [
    'patches in brackets',
    'patchesStrategicMerge',
    'patchesStrategicMerge: [a.yaml, b.yaml]\n',
    'patches: [{path: a.yaml}, {path: b.yaml}]\n',
  ],
  [
    'patches in the text',
    'patchesStrategicMerge',
    'patchesStrategicMerge:\n- |-\n  kind: A\n  # why\n\n  spec:\n    a: 1\n- b.yaml\nnamePrefix: a-\n',
    'patches:\n- patch: |-\n    kind: A\n    # why\n\n    spec:\n      a: 1\n- path: b.yaml\nnamePrefix: a-\n',
  ],
  [
    'a patch in the text at the end, before patches that are there',
    'patchesStrategicMerge',
    'patches:\n# of all\n- path: c.yaml\n\npatchesStrategicMerge:\n- |\n  kind: A\n  spec: 1\n',
    'patches:\n- patch: |\n    kind: A\n    spec: 1\n# of all\n- path: c.yaml\n',
  ],
  [
    'JSON patches behind patches that are there',
    'patchesJson6902',
    'patchesJson6902:\n- target: {kind: A, name: a, version: v1}\n  path: j.yaml\npatches:\n  - path: c.yaml\n',
    'patches:\n  - path: c.yaml\n  - target: {kind: A, name: a, version: v1}\n    path: j.yaml\n',
  ],
  [
    'labels',
    'commonLabels',
    'commonLabels:\n  # whose\n  app: web # name\n  team: "1"\nresources:\n- a.yaml\n',
    'labels:\n- pairs:\n    # whose\n    app: web # name\n    team: "1"\n  includeSelectors: true\nresources:\n- a.yaml\n',
  ],
  [
    'labels where lists are indented',
    'commonLabels',
    'resources:\n  - a.yaml\ncommonLabels:\n    app: web',
    'resources:\n  - a.yaml\nlabels:\n  - pairs:\n      app: web\n    includeSelectors: true',
  ],
  [
    'items that are switched off, with their list',
    'patchesStrategicMerge',
    'patches:\n  - path: c.yaml\npatchesStrategicMerge:\n  - a.yaml\n  # - old.yaml\nresources:\n  - web.yaml\n',
    'patches:\n  - path: a.yaml\n  # - old.yaml\n  - path: c.yaml\nresources:\n  - web.yaml\n',
  ],
  [
    'items behind one of the others that is switched off',
    'bases',
    'resources:\n  - web.yaml\n  # - old.yaml\nbases:\n  - ../base\n',
    'resources:\n  - web.yaml\n  # - old.yaml\n  - ../base\n',
  ],
  [
    'a label that is switched off',
    'commonLabels',
    'commonLabels:\n  app: web\n  # team: shop\nresources:\n- a.yaml\n',
    'labels:\n- pairs:\n    app: web\n    # team: shop\n  includeSelectors: true\nresources:\n- a.yaml\n',
  ],
  [
    'labels behind labels',
    'commonLabels',
    '# whose\nresources: [a.yaml]\n# of all\ncommonLabels: # two\n  app: web\nlabels:\n  - pairs: {a: b}\n# more\nnamePrefix: a-\n',
    '# whose\nresources: [a.yaml]\nlabels:\n  - pairs: {a: b}\n  # of all\n  # two\n  - pairs:\n      app: web\n    includeSelectors: true\n# more\nnamePrefix: a-\n',
  ],
  [
    'labels in braces behind labels',
    'commonLabels',
    'labels:\n- pairs: {a: b}\ncommonLabels: {c: d} # why',
    'labels:\n- pairs: {a: b}\n- pairs: {c: d} # why\n  includeSelectors: true',
  ],
  [
    'labels in braces',
    'commonLabels',
    'commonLabels: {app: web} # name\nresources: [a.yaml]\n',
    'labels:\n- pairs: {app: web} # name\n  includeSelectors: true\nresources: [a.yaml]\n',
  ],
  [
    'a field whose case is another',
    'commonLabels',
    'CommonLabels: {a: b}\n',
    'labels:\n- pairs: {a: b}\n  includeSelectors: true\n',
  ],
])('%s', (_, field, before, after) => expect(restated(field, before)).toBe(after));

test.each<[string, OutdatedField, string, RegExp]>([
  ['an anchor', 'bases', 'bases: &all\n- ../base\n', /anchor, alias or tag/],
  [
    'an alias of a patch',
    'patchesStrategicMerge',
    'patchesStrategicMerge:\n- &a a.yaml\n',
    /named by an anchor/,
  ],
  [
    'a file that is not there',
    'patchesStrategicMerge',
    'patchesStrategicMerge:\n- a.json\n',
    /a\.json is no file/,
  ],
  [
    'a text that says its indentation',
    'patchesStrategicMerge',
    'patchesStrategicMerge:\n- |2-\n  kind: A\n  b: c\n',
    /says its indentation/,
  ],
  ['a kustomization in braces', 'bases', '{bases: [../base]}\n', /in one line/],
  ['a successor in brackets', 'bases', 'bases:\n- ../base\nresources: [a.yaml]\n', /no list of lines/],
])('%s is refused', (_, field, text, reason) => expect(() => restated(field, text)).toThrow(reason));
