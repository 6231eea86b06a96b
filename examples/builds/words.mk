# SPDX-License-Identifier: MIT
# make -f words.mk
words: words.cc
	$(CXX) -O2 -g $$(pkg-config --cflags memcall) \
		-fplugin-arg-memcall-root='text::Counter::count' words.cc -o $@
