import { goldenCases } from '../../harness/golden.ts';

goldenCases('a', 'c');
