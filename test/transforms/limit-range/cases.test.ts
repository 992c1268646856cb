import { goldenCases } from '../../harness/golden.ts';

goldenCases('limit-range');
