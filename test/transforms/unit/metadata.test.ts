import { transforms } from '../../../transforms/index.ts';

test.each(transforms.map(each => [each.id, each] as const))(
  '%s: the checks of its messages are among its own',
  (_, { docs, messages }) => {
    const own = Object.entries(docs.sameAsOf ?? {}) as readonly (readonly [string, readonly string[]])[];
    expect(own.map(([message]) => message).filter(message => !(message in messages))).toEqual([]);
    expect(own.flatMap(([, checks]) => checks).filter(check => !docs.sameAs.includes(check))).toEqual([]);
    expect(new Set(docs.sameAs).size).toBe(docs.sameAs.length);
  },
);
