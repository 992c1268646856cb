/** Fixes as they may be shown in lines that are broken or cut: a secret that is in two pieces is not recognised any more. */
import type { Fix } from '../../plan/model/result.ts';
import type { Mask } from '../secrets/mask.ts';
import { oneLine } from './words.ts';

export function maskedFix(fix: Fix, mask: Mask): Fix {
  const shown = (text: string) => mask(oneLine(text));
  const { subject, evidence, reason } = fix;
  return {
    ...fix,
    message: shown(fix.message),
    variants: fix.variants.map(each => ({ ...each, message: shown(each.message) })),
    brief: shown(fix.brief),
    subject: {
      ...subject,
      kind: shown(subject.kind),
      name: shown(subject.name),
      container: subject.container === undefined ? undefined : shown(subject.container),
      field: shown(subject.field),
    },
    evidence: evidence.map(each => ({ ...each, says: shown(each.says) })),
    reason: reason === undefined ? undefined : shown(reason),
  };
}
