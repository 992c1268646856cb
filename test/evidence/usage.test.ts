/** Measured numbers of krr and of VerticalPodAutoscalers. */
import { DATE, krr, listOf, readOne, scan } from './files.ts';

const amount = (value: unknown) => ({ value, severity: 'OK' });

describe('krr', () => {
  const usageOf = (recommended: object, more?: object) =>
    readOne(krr(scan(recommended, {}, more))).containers[0]?.record.usage;

  test('has requests and limits, rounded up, with the percentile and the time', () => {
    const found = readOne(
      krr(
        scan({
          requests: { cpu: amount(0.0832), memory: amount(201_234_567) },
          limits: { cpu: amount(null), memory: amount(201_234_567) },
        }),
      ),
    );
    expect(found.containers).toEqual([
      {
        namespace: 'shop',
        owners: [{ kind: 'Deployment', name: 'web' }],
        container: 'app',
        record: {
          usage: {
            source: 'krr',
            date: DATE,
            method: 'CPU at percentile 95, memory at its peak and 15 % more',
            days: 14,
            requests: { cpu: '84m', memory: '192Mi' },
            limits: { memory: '192Mi' },
          },
        },
      },
    ]);
  });

  test.each([
    [0.1, '100m'],
    [0.01, '10m'],
    [2, '2000m'],
    [0.0001, '1m'],
  ])('%p cores are %s', (cores, text) => {
    expect(usageOf({ requests: { cpu: amount(cores) } })?.requests).toEqual({ cpu: text });
  });

  test('what it does not know, or does not recommend, is no number', () => {
    const found = readOne(krr(scan({ requests: { cpu: amount('?'), memory: amount(null) } }), scan({})));
    expect(found.containers).toEqual([]);
    expect(found.left).toEqual(['2 of 2 scans have no numbers']);
  });

  test('numbers without a severity are read too, and what it says of one is kept', () => {
    const usage = usageOf({
      requests: { memory: 1_048_576 },
      info: { cpu: 'HPA detected', memory: 'OOMKill detected' },
    });
    expect(usage).toMatchObject({ requests: { memory: '1Mi' }, caveat: 'memory: OOMKill detected' });
  });

  test('the day is that of its last measurement', () => {
    const metrics = {
      cpu: { query: 'x', start_time: '2026-01-01T00:00:00Z', end_time: '2026-01-15T00:00:00Z' },
    };
    expect(usageOf({ requests: { cpu: amount(1) } }, { metrics })?.date).toBe('2026-01-15');
  });

  test('a strategy of somebody else has its name', () => {
    const report = {
      ...krr(scan({ requests: { cpu: amount(1) } })),
      strategy: { name: 'ours', settings: {} },
    };
    expect(readOne(report).containers[0]?.record.usage).toMatchObject({ method: 'strategy ours' });
  });
});

describe('a VerticalPodAutoscaler', () => {
  const vpa = (
    recommendation: object,
    { created = '2026-01-01T00:00:00Z', conditions = [] as object[] } = {},
  ) => ({
    apiVersion: 'autoscaling.k8s.io/v1',
    kind: 'VerticalPodAutoscaler',
    metadata: { name: 'web', namespace: 'shop', creationTimestamp: created },
    spec: { targetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' } },
    status: {
      conditions,
      recommendation: { containerRecommendations: [{ containerName: 'app', ...recommendation }] },
    },
  });
  const usageOf = (data: object) => readOne(listOf(data)).containers[0]?.record.usage;
  const target = { cpu: '587m', memory: '262144k' };

  test('has a target, for what it points to', () => {
    const { containers } = readOne(listOf(vpa({ target, lowerBound: target, upperBound: target })));
    expect(containers).toMatchObject([
      { namespace: 'shop', owners: [{ kind: 'Deployment', name: 'web' }], container: 'app' },
    ]);
    expect(containers[0]?.record.usage).toMatchObject({
      source: 'VerticalPodAutoscaler',
      date: DATE,
      days: 8,
      requests: { cpu: '587m', memory: '250Mi' },
    });
    expect(containers[0]?.record.usage?.limits).toBeUndefined();
  });

  test('has watched for as long as it is there', () => {
    expect(usageOf(vpa({ target }, { created: '2026-11-18T09:00:00Z' }))?.days).toBe(2);
  });

  test.each([
    [
      'is capped',
      { target, uncappedTarget: { cpu: '900m', memory: '262144k' } },
      [],
      'its policy caps cpu, and more is used',
    ],
    [
      'is unsure',
      { target },
      [{ type: 'LowConfidence', status: 'True' }],
      'its recommender has little to go by (LowConfidence)',
    ],
  ])('says where it %s', (_, recommendation, conditions, caveat) => {
    expect(usageOf(vpa(recommendation, { conditions }))?.caveat).toBe(caveat);
  });

  test('recommends nothing while it has seen nothing', () => {
    const young = { ...vpa({}), status: {} };
    expect(readOne(listOf(young))).toMatchObject({
      containers: [],
      left: ['VerticalPodAutoscaler web recommends nothing yet'],
    });
  });
});
