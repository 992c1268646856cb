import { goldenCases } from '../../harness/golden.ts';

goldenCases('storage-class');
