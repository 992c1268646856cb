import { goldenCases } from '../../harness/golden.ts';

goldenCases('s', 's');
