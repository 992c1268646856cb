import { goldenCases } from '../../harness/golden.ts';

goldenCases('log-retention');
