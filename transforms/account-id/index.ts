/** Instructions and scripts name no AWS account (catalogue C2). */
import { defineTransform, type Evidence, type TextFile } from '../../src/transform.ts';
import { readInstead } from '../shared/texts/instead.ts';
import { accountsIn } from './accounts.ts';

const VARIABLE = 'AWS_ACCOUNT_ID';

export default defineTransform({
  id: 'account-id',
  title: 'Instructions and scripts name no AWS account',
  severity: 'low',
  group: 'security',
  order: 60,
  preset: 'recommended',
  each: 'text',
  options: {},
  placement: { field: 'source', resource: 'beside' },
  messages: {
    named: '{file} names an AWS account in {places}. It says {instead}',
    left: '{file} names an AWS account in {places}',
  },
  briefs: {
    named: 'an AWS account by its number',
    left: 'an AWS account by its number',
  },
  docs: {
    why: 'Whoever follows the text works in that account, or fails: in another one nothing of it is right. A number of an account is also half of what somebody needs who looks for its roles and buckets.',
    risk: 'A command that was copied as it is needs the variable first. AWS does not treat the number as a secret.',
    links: ['https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-identifiers.html'],
    sameAs: [],
  },
  *plan(file) {
    for (const { spans } of accountsIn(file.text)) {
      const changes = spans.map(span => changeOf(file, span));
      const made = changes.filter(change => change !== undefined);
      const at = { setting: 'account', offset: spans[0]!.start };
      const places = spans.length === 1 ? 'one place' : `${spans.length} places`;
      const data = { file: file.path, places };
      // A text that still says it in one place has gained nothing.
      if (made.length < changes.length) {
        yield { message: 'left', data, at, changes: [], evidence: [] };
        continue;
      }
      const evidence: Evidence[] = file.isSample
        ? [{ kind: 'manifest', at: file.where(at.offset), says: 'nobody runs it as it is' }]
        : [];
      const doubts = file.isSample ? [] : [`whoever runs it has to set ${VARIABLE}`];
      yield {
        message: 'named',
        data: { ...data, instead: made[0]!.text },
        at,
        changes: made,
        evidence,
        doubts,
      };
    }
  },
});

function changeOf(file: TextFile, span: { readonly start: number; readonly end: number }) {
  const block = file.blocks.find(({ start, end }) => start <= span.start && span.end <= end);
  const isWhole =
    !/[\w./:-]/.test(file.text[span.end] ?? '') && !/[\w./:-]/.test(file.text[span.start - 1] ?? '');
  return block && readInstead(file, block, { ...span, variable: VARIABLE, isWhole });
}
