/** What is kept between rounds, as long as what was asked is answered alike. */
import { answeringLike, newAsked } from '../../src/plan/view/whole/asked.ts';

const holding = (...names: string[]) => ({
  names: new Set(names),
  kinds: new Set<string>(),
  texts: new Set<string>(),
});

test('what nobody has asked about may come and go', () => {
  const asked = newAsked();
  const [before, after] = [holding('Service/web'), holding('Service/web', 'NetworkPolicy/web')];
  const isAlike = answeringLike(asked, after, () => true);
  expect(asked.isAmong(before, 'names', 'Service/web')).toBe(true);
  expect(isAlike(before)).toBe(true);
  expect(asked.isAmong(before, 'names', 'NetworkPolicy/web')).toBe(false);
  expect(isAlike(before)).toBe(false);
});

test('an answer that was another once stays so, whatever is asked next', () => {
  const asked = newAsked();
  const [before, after] = [holding('ConfigMap/a'), holding('ConfigMap/b')];
  const isAlike = answeringLike(asked, after, () => true);
  asked.isAmong(before, 'names', 'ConfigMap/a');
  expect(isAlike(before)).toBe(false);
  asked.isAmong(before, 'kinds', 'Secret');
  expect(isAlike(before)).toBe(false);
});

test('what differs in other ways is not compared', () => {
  expect(answeringLike(newAsked(), holding(), () => false)(holding())).toBe(false);
});
