/** Secrets are encrypted where the repository encrypts its Secrets with SOPS (catalogue M1). */
import { isValue } from '../../src/credentials/values.ts';
import { defineTransform, type Resource, type Root } from '../../src/transform.ts';
import { isOnOwnMachine } from '../shared/clusters/local.ts';
import { sourceName } from '../shared/elsewhere.ts';
import { entriesOf } from '../shared/secrets/entries.ts';
import { isMadeByOthers, makerOf } from '../shared/secrets/makers.ts';
import { isEncrypted, sopsFor } from '../shared/secrets/sops.ts';
import { stepsFor } from './steps.ts';

export default defineTransform({
  id: 'sops',
  title: 'Secrets are encrypted with SOPS',
  severity: 'medium',
  group: 'security',
  order: 65,
  preset: 'report',
  each: 'resource',
  kinds: ['Secret'],
  options: {
    everywhere: {
      type: 'boolean',
      default: false,
      description:
        'Every Secret in clear is to be encrypted with SOPS, also where nothing in the repository speaks of it yet.',
    },
  },
  placement: { field: 'source', resource: 'beside' },
  messages: {
    ready: 'Secret {name} stands in {file} in clear, and {sign}',
    prepared: 'Secret {name} stands in {file} in clear, {sign}, and something comes first',
    generated: 'Secret {name} is generated from {file}, which is in clear, and {sign}',
  },
  briefs: {
    ready: 'Secret that SOPS can encrypt',
    prepared: 'Secret not encrypted with SOPS',
    generated: 'generated Secret not encrypted with SOPS',
  },
  docs: {
    why: 'A repository that encrypts its Secrets has one in clear by mistake: whoever reads the repository reads its values.',
    risk: '`kustomend encrypt` lists the files that sops can encrypt as they are, and with `--write` lets the `sops` of the machine encrypt them, by the rules of `.sops.yaml`. Nothing else writes an encrypted file, and no patch and no undo is kept of it: `sops decrypt` takes it back. The old values stay in the history of the repository, so they have to be rotated.',
    links: [
      'https://getsops.io/docs/#using-sopsyaml-conf-to-select-kms-pgp-and-age-for-new-files',
      'https://fluxcd.io/flux/guides/mozilla-sops/',
      'https://github.com/viaduct-ai/kustomize-sops',
    ],
    sameAs: [],
  },
  *plan(secret, { root, options, configured }) {
    if (isEncrypted(secret) || !isInClear(secret, root)) return;
    if (isMadeByOthers(secret) || makerOf(secret, root) !== undefined || isOnOwnMachine(root)) return;
    if (root.platform.standInAt(secret.where([])) !== undefined) return;
    const stated = options.everywhere ? configured('everywhere', 'the team wants it so') : undefined;
    const use = sopsFor(secret, root, stated);
    if (use === undefined || !root.repository.holds(use.file)) return;
    const steps = stepsFor(secret, use, root);
    yield {
      message: steps.of,
      data: { name: sourceName(secret), file: use.file, sign: use.sign },
      at: { on: secret.key, path: [] },
      changes: [],
      evidence: [],
      known: [...steps.all, ROTATE].join('; '),
    };
  },
});

const ROTATE = 'rotate what it holds: the history keeps it';

/** References that somebody fills in, and values that are none, are no secret. */
function isInClear(secret: Resource, { platform }: Root): boolean {
  return entriesOf(secret).some(({ value }) => isValue(value) && !platform.isFilledIn(value));
}
