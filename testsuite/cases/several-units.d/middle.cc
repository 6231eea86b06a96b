// SPDX-License-Identifier: MIT
extern "C" int leaf(int n);

namespace app
{

int middle(int n)
{
	int sum = 0;

	for (int i = 0; i < n; i++)
		sum += leaf(i);
	return sum;
}

} // namespace app
