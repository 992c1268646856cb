import { caseIds, casesOf } from './cases.ts';
import * as inv from './invariants.ts';
import { planOf } from './repo.ts';
test('x', () => {
  const out: string[] = []; let n = 0;
  for (const id of caseIds()) for (const c of casesOf(id)) for (const sel of [{ unsafe: true }, { placement: 'overlay' as const }, { unsafe: true, placement: 'overlay' as const }, { unsafe: true, only: [] }]) {
    const inputs = { ...c.inputs, selection: { ...c.inputs.selection, ...sel } };
    n++;
    try {
      const r = planOf(c.repo, inputs);
      const tryIt = (name: string, f: () => void) => { try { f(); } catch (e) { out.push(`${id}/${c.situation} ${JSON.stringify(sel)} ${name}: ${(e as Error).message.replace(/\u001b\[\d+m/g, '').slice(0, 900)}`); } };
      tryIt('renders', () => inv.expectDeclaredRenders(c.repo, r));
      tryIt('witness', () => inv.expectWitness(c.repo, r, inputs));
      tryIt('clean', () => inv.expectCleanTexts(r));
      tryIt('collateral', () => inv.expectNoCollateral(r));
      tryIt('reversible', () => inv.expectReversible(c.repo, r));
      tryIt('complete', () => inv.expectCompleteFindings(c.repo, r));
      tryIt('second', () => inv.expectSecondPlanEmpty(c.repo, r, inputs));
      tryIt('reject', () => inv.expectRejectable(c.repo, r, inputs));
      tryIt('withdrawn', () => expect(r.fixes.filter(f => f.status === 'withdrawn').map(f => [f.transform, f.subject.name, f.subject.field, f.reason])).toEqual([]));
    } catch (e) { out.push(`${id}/${c.situation} ${JSON.stringify(sel)} CRASH ${(e as Error).stack?.slice(0, 500)}`); }
  }
  console.log(n, out.length, '\n' + out.join('\n'));
}, 300000);
