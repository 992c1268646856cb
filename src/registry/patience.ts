/** How long registries are waited for: each repository, and all of them together. What drips answers in time, again and again. */
import { RegistryProblem } from './problem.ts';

/** Milliseconds of requests and of waiting. */
const FOR_A_REPOSITORY = 120_000;
/** Milliseconds since the first request. */
const FOR_ALL = 600_000;

/** Of one repository. */
export interface Patience {
  /** Milliseconds that are left. @throws RegistryProblem where none are */
  left(): number;
  spend(time: number): void;
}

/** Of one run, by repository. */
export function newPatience(now: () => number): (repository: string) => Patience {
  const spent = new Map<string, number>();
  let first: number | undefined;
  return repository => ({
    left() {
      first ??= now();
      const [own, all] = [FOR_A_REPOSITORY - (spent.get(repository) ?? 0), first + FOR_ALL - now()];
      if (all <= 0) {
        const minutes = FOR_ALL / 60_000;
        const says = `registries have been asked for ${minutes} minutes: the rest is for another run`;
        throw new RegistryProblem('unreachable', says);
      }
      if (own <= 0) {
        const says = `${repository} takes longer than ${FOR_A_REPOSITORY / 1000} s to answer`;
        throw new RegistryProblem('unreachable', says);
      }
      return Math.min(own, all);
    },
    spend(time) {
      spent.set(repository, (spent.get(repository) ?? 0) + time);
    },
  });
}
