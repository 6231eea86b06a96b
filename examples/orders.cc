// SPDX-License-Identifier: MIT
//
// A small order-processing service: loads a catalog from JSON, then handles
// requests through a cache, with failures.  Two functions are marked.
//
//	g++ -O2 -g -fplugin=memcall orders.cc -o orders
//	MEMCALL_OUT=orders.svg ./orders
//
// Look for: where Catalog::load spends its time (parsing, or the index?) and
// which of its callees keeps the memory; Parser::value and its self-recursion
// through object() and array(); how often the comparator ran that std::sort was
// given; that price_of() throws through quote() and the counts still hold; and
// what one request costs, on average and at worst.

#include <algorithm>
#include <cstdio>
#include <list>
#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <unordered_map>
#include <vector>

namespace json
{

struct Value {
	std::string text;
	double number = 0;
	std::map<std::string, Value> members;
	std::vector<Value> elements;
};

// Just enough JSON: objects, arrays, strings, numbers.
class Parser
{
public:
	explicit Parser(const std::string &text) : at_(text.c_str()) {}

	void value(Value &out)
	{
		skip_blanks();
		switch (*at_) {
		case '{': return object(out);
		case '[': return array(out);
		case '"': return string(out.text);
		default: return number(out.number);
		}
	}

private:
	void skip_blanks()
	{
		while (*at_ == ' ' || *at_ == '\n' || *at_ == ',' ||
		       *at_ == ':')
			at_++;
	}

	void object(Value &out)
	{
		std::string key;
		for (at_++, skip_blanks(); *at_ != '}'; skip_blanks()) {
			string(key);
			value(out.members[key]);
		}
		at_++;
	}

	void array(Value &out)
	{
		for (at_++, skip_blanks(); *at_ != ']'; skip_blanks()) {
			out.elements.emplace_back();
			value(out.elements.back());
		}
		at_++;
	}

	void string(std::string &out)
	{
		const char *start = ++at_;
		while (*at_ != '"')
			at_++;
		out.assign(start, at_++);
	}

	void number(double &out)
	{
		char *end;
		out = std::strtod(at_, &end);
		if (end == at_)
			throw std::runtime_error("not JSON");
		at_ = end;
	}

	const char *at_;
};

} // namespace json

namespace shop
{

struct Product {
	std::string name;
	double price;
	int stock;
	std::vector<double> tiers; // price factors for 10, 100, ... pieces
};

class Catalog
{
public:
	__attribute__((profile)) void load(const std::string &text);

	Product &find(const std::string &name)
	{
		auto found = std::lower_bound(
			index_.begin(), index_.end(), name,
			[](const Product *p, const std::string &n) {
				return p->name < n;
			});
		if (found == index_.end() || (*found)->name != name)
			throw std::out_of_range("no such product: " + name);
		return **found;
	}

	const std::string &name_of(size_t i) const
	{
		return products_[i]->name;
	}

private:
	void add(const json::Value &item)
	{
		auto product = std::make_unique<Product>();
		product->name = item.members.at("name").text;
		product->price = item.members.at("price").number;
		product->stock = int(item.members.at("stock").number);
		for (auto &tier : item.members.at("tiers").elements)
			product->tiers.push_back(tier.number);
		products_.push_back(std::move(product));
	}

	void build_index()
	{
		for (auto &product : products_)
			index_.push_back(product.get());
		std::sort(index_.begin(), index_.end(),
			  [](const Product *a, const Product *b) {
				  return a->name < b->name;
			  });
	}

	std::vector<std::unique_ptr<Product>> products_;
	std::vector<Product *> index_;
};

void Catalog::load(const std::string &text)
{
	json::Value items;
	json::Parser(text).value(items);
	for (auto &item : items.elements)
		add(item);
	build_index();
}

// The quotes given last, the least recently used one dropped.
class Cache
{
public:
	explicit Cache(size_t capacity) : capacity_(capacity) {}

	const double *get(const std::string &key)
	{
		auto found = entries_.find(key);
		if (found == entries_.end())
			return nullptr;
		order_.splice(order_.begin(), order_, found->second);
		return &found->second->second;
	}

	void put(const std::string &key, double quote)
	{
		if (entries_.size() == capacity_)
			evict();
		order_.emplace_front(key, quote);
		entries_[key] = order_.begin();
	}

	int evictions = 0;

private:
	void evict()
	{
		entries_.erase(order_.back().first);
		order_.pop_back();
		evictions++;
	}

	size_t capacity_;
	std::list<std::pair<std::string, double>> order_;
	std::unordered_map<std::string, decltype(order_)::iterator> entries_;
};

class Server
{
public:
	explicit Server(Catalog &catalog) : catalog_(catalog), cache_(2000) {}

	__attribute__((profile)) bool handle(const std::string &request);

	void report() const
	{
		std::printf("%zu orders, %d refused, %d evictions, %.2f\n",
			    journal_.size(), refused_, cache_.evictions, sum_);
	}

private:
	double price_of(Product &product, int pieces)
	{
		if (product.stock < pieces)
			throw std::range_error("out of stock: " + product.name);
		double factor = 1;
		for (int tier = 10; tier <= pieces; tier *= 10)
			factor *= product.tiers.at(tier == 10 ? 0 : 1);
		product.stock -= pieces;
		return product.price * factor * pieces;
	}

	double quote(const std::string &name, int pieces)
	{
		std::string key = name + "/" + std::to_string(pieces);
		if (const double *known = cache_.get(key))
			return *known;
		double price = price_of(catalog_.find(name), pieces);
		cache_.put(key, price);
		return price;
	}

	void write_journal(const std::string &request, double total)
	{
		journal_.push_back(request + " = " + std::to_string(total));
		sum_ += total;
	}

	Catalog &catalog_;
	Cache cache_;
	std::vector<std::string> journal_; // keeps growing
	int refused_ = 0;
	double sum_ = 0;
};

bool Server::handle(const std::string &request)
{
	json::Value order;
	json::Parser(request).value(order);
	double total = 0;
	try {
		for (auto &line : order.members.at("lines").elements)
			total += quote(line.members.at("name").text,
				       int(line.members.at("pieces").number));
	} catch (const std::range_error &) {
		refused_++;
		return false;
	}
	write_journal(request, total);
	return true;
}

} // namespace shop

static unsigned next_random()
{
	static unsigned seed = 1;
	return (seed = seed * 1664525 + 1013904223) >> 8;
}

static std::string catalog_text(int products)
{
	std::string text = "[";
	for (int i = 0; i < products; i++)
		text += "{\"name\": \"part-" + std::to_string(next_random()) +
			"-" + std::to_string(i) + "\", \"price\": " +
			std::to_string(next_random() % 10000 / 100.0) +
			", \"stock\": " + std::to_string(next_random() % 9000) +
			", \"tiers\": [0.95, 0.9]},\n";
	return text + "]";
}

static std::string request_text(const shop::Catalog &catalog, int products)
{
	std::string text = "{\"lines\": [";
	for (unsigned i = next_random() % 4 + 1; i > 0; i--) {
		unsigned popular = next_random() % 4 ? 200 : products;
		text += "{\"name\": \"" +
			catalog.name_of(next_random() % popular) +
			"\", \"pieces\": " +
			std::to_string(next_random() % 12 + 1) + "}, ";
	}
	return text + "]}";
}

int main()
{
	const int products = 60000, requests = 200000;
	shop::Catalog catalog;
	shop::Server server(catalog);

	catalog.load(catalog_text(products));
	for (int i = 0; i < requests; i++)
		server.handle(request_text(catalog, products));
	server.report();
	return 0;
}
