import { goldenCases } from '../../harness/golden.ts';

goldenCases('priority-class');
