import { goldenCases } from '../../harness/golden.ts';

goldenCases('local-traffic');
