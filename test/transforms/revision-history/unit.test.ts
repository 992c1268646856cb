import revisionHistory from '../../../transforms/revision-history/index.ts';
import { changesOf, only, propose, rootOf, workload } from '../root.ts';

const POD = 'containers: [{name: web, image: "web:1"}]';
const of = (more = '', options = {}, kind = 'Deployment') =>
  propose(revisionHistory, rootOf(workload(POD, { kind, more })), options);

describe('a Deployment that says no limit', () => {
  test.each(['', 'revisionHistoryLimit: null'])('gets the default, which waits for a yes (%j)', more => {
    const proposal = only(of(more), 'missing');
    expect(changesOf(proposal)).toEqual(['spec.revisionHistoryLimit = 5']);
    expect(proposal).toMatchObject({
      safety: 'unsafe',
      evidence: [],
      doubts: ['somebody may want to go back further than 5 rollouts'],
    });
  });

  // 5 is the default too: what counts is that somebody has written it.
  test.each([3, 5])('gets the limit of the configuration, which is safe (%i)', limit => {
    const proposal = only(of('', { limit }), 'missing');
    expect(changesOf(proposal)).toEqual([`spec.revisionHistoryLimit = ${limit}`]);
    expect(proposal).toMatchObject({ safety: 'safe', evidence: [{ kind: 'config' }] });
  });
});

test.each([0, 1, 10, 20])('a written %i stays', written => {
  expect(of(`revisionHistoryLimit: ${written}`, { limit: 3 })).toEqual([]);
});

test.each(['StatefulSet', 'DaemonSet'])('a %s is left alone', kind => {
  expect(of('', {}, kind)).toEqual([]);
});
