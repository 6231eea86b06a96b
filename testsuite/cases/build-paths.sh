# SPDX-License-Identifier: MIT
# What is installed does not have the folder in it that it was built in, so that
# builds in two folders are the same.
. "$MEMCALL_LIB"
unsanitized any "sanitizers keep the names of files"
for file in memcall memcall.so memcall-gcc.so libmemcall.so libmemcall-static.a; do
	: >.checked
	! grep -aqF -e "$MEMCALL_BUILD" -e "$MEMCALL_SOURCE/" \
		"$MEMCALL_BUILD/$file" || fail "$file has the folder in it"
done
