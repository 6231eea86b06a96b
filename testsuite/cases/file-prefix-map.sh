# SPDX-License-Identifier: MIT
# -ffile-prefix-map and -fdebug-prefix-map apply to what the plugin says of
# sources, so that builds in two folders give the same object.
. "$MEMCALL_LIB"

mkdir -p here/src
cat >here/src/unit.h <<'END'
static inline int leaf(int n) { return n + 1; }
END
cat >here/src/unit.c <<'END'
#include "unit.h"
__attribute__((profile)) int work(int n) { return leaf(n) + leaf(2); }
int main(void) { return work(1) != 5; }
END
cp -r here there
here=$PWD/here

for option in file debug; do
	for level in -O0 -O2 "-O2 -flto"; do
		for folder in here there; do
			$CC $level "$plugin" -f$option-prefix-map="$PWD/$folder=/s" \
				-frandom-seed=1 -fno-ident \
				-c "$PWD/$folder/src/unit.c" -o $folder.o
			$CC $level $folder.o -o $folder.program
			! grep -aq "$PWD/$folder" $folder.program ||
				fail "-f$option-prefix-map at $level: $folder"
		done
	done
	MEMCALL_OUT=graph.dot ./here.program
	expect_line graph.dot '.*source="?/s/src/unit.c:2'
	expect_line graph.dot '.*source="?/s/src/unit.h:1'
done
