/** What has been asked of all that a repository renders: what nobody has asked about may change, and no finding does. */

/** By what it is about, everything that there is. */
export interface All {
  /** Objects, as `Kind/name`. */
  readonly names: ReadonlySet<string>;
  readonly kinds: ReadonlySet<string>;
  /** Texts in objects of kinds that Kubernetes does not know. */
  readonly texts: ReadonlySet<string>;
}

export interface Asked {
  /** Each once, in the order in which they were asked. */
  readonly questions: readonly Question[];
  /** Answers, and remembers the question. */
  isAmong(all: All, about: keyof All, text: string): boolean;
}

interface Question {
  readonly about: keyof All;
  readonly text: string;
}

export function newAsked(): Asked {
  const questions: Question[] = [];
  const known: { readonly [K in keyof All]: Set<string> } = {
    names: new Set(),
    kinds: new Set(),
    texts: new Set(),
  };
  return {
    questions,
    isAmong(all, about, text) {
      if (!known[about].has(text)) {
        known[about].add(text);
        questions.push({ about, text });
      }
      return all[about].has(text);
    },
  };
}

/**
 * Whether everything is answered as by others.
 *
 * @param isOtherwiseAlike whether they are worth a comparison
 */
export function answeringLike<T extends All & object>(
  { questions }: Asked,
  all: All,
  isOtherwiseAlike: (other: T) => boolean,
): (other: T) => boolean {
  /** How many questions are known to be answered alike; fewer than none where one is not. */
  const alike = new WeakMap<T, number>();
  return other => {
    let count = alike.get(other) ?? (isOtherwiseAlike(other) ? 0 : -1);
    while (count >= 0 && count < questions.length) {
      const { about, text } = questions[count]!;
      count = all[about].has(text) === other[about].has(text) ? count + 1 : -1;
    }
    alike.set(other, count);
    return count >= 0;
  };
}
