/** Values of Secrets that are no base64: the API server refuses the object. */

import { isReference } from '../../../src/credentials/literal.ts';
import type { Json, Proposal, Resource, Root } from '../../../src/transform.ts';
import { isMap } from '../../shared/data.ts';
import { enumerated } from '../../shared/prose.ts';
import { isStandInTag } from '../stand-ins.ts';

export type EncodingMessage = 'no-base64';

/** As Go decodes it: padded, line breaks left out of account. */
const BASE64 = /^(?:[A-Za-z\d+/]{4})*(?:[A-Za-z\d+/]{2}==|[A-Za-z\d+/]{3}=)?$/;
/** A tag of a plug-in, with whatever it makes of the value. */
const TAG = /^<.*>$/;

export function* plainData(secret: Resource, { platform }: Root): Generator<Proposal<EncodingMessage>> {
  const data = secret.get(['data']);
  if (secret.kind !== 'Secret' || secret.apiVersion !== 'v1' || !isMap(data)) return;
  const hasPlugin = Object.keys(secret.annotations).some(each => each.startsWith('avp.kubernetes.io/'));
  const bad = Object.keys(data).filter(
    key => isOther(data[key], hasPlugin) && !platform.isFilledIn(data[key]),
  );
  if (bad.length === 0) return;
  yield {
    message: 'no-base64',
    data: { resource: `Secret ${secret.name}`, keys: enumerated(bad) },
    at: { on: secret.key, path: ['data', bad[0]!] },
    changes: [],
    evidence: [],
  };
}

function isOther(value: Json | undefined, hasPlugin: boolean): boolean {
  if (value === null || value === undefined) return false;
  if (typeof value !== 'string') return true;
  if (!hasPlugin && isStandInTag(value)) return true;
  return !isReference(value) && !TAG.test(value) && !BASE64.test(value.replace(/[\r\n]/g, ''));
}
