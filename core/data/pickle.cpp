#include "core/data/pickle.h"

#include <algorithm>
#include <map>
#include <optional>

#include "core/data/pickle_literals.h"

namespace marcie::data {
namespace {

using Kind = PickleValue::Kind;

// Opcodes that are no letters; the letters are those of Python's pickle.py.
enum StructureOp : unsigned char {
  kProto = 0x80,
  kNewObj = 0x81,
  kTuple1 = 0x85,
  kTuple2 = 0x86,
  kTuple3 = 0x87,
  kAddItems = 0x90,
  kStackGlobal = 0x93,
  kMemoize = 0x94,
  kFrame = 0x95
};

constexpr std::size_t kMostValues = std::size_t{1} << 24U;  // a description of half a million tensors has fewer

}  // namespace

const PickleValue* PickleValue::find(std::string_view key) const {
  if (kind != Kind::dict) return nullptr;
  for (std::size_t i = items.size(); i >= 2; i -= 2) {
    if (items[i - 2]->kind == Kind::text && items[i - 2]->text == key) return items[i - 1];
  }
  return nullptr;
}

// The stack machine that a pickle is a program for, without the parts that could do anything.
class PickleMachine {
 public:
  PickleMachine(std::string_view bytes, const std::string& what, PickleNames names, Pickle& result)
      : cursor_(bytes), what_(what), names_(names), values_(result.values_) {}

  Result<const PickleValue*> run() {
    for (;;) {
      const auto op = cursor_.number(1);
      if (!op) return tooShort();
      if (*op == '.') {
        MARCIE_ASSIGN(PickleValue * root, pop());
        return root;
      }
      MARCIE_TRY(step(static_cast<unsigned char>(*op)));
      if (values_.size() > kMostValues) return damaged("its pickle has too many values");
    }
  }

 private:
  using Items = std::vector<const PickleValue*>;

  Error damaged(const std::string& why) const {
    const char* kind = names_ == PickleNames::torch ? "PyTorch" : "NumPy";
    return Error{ErrorCode::format, what_ + " is not a usable " + kind + " file: " + why, {}, {}};
  }
  Error tooShort() const { return damaged("its pickle ends in the middle"); }
  Error refused(const std::string& name) const {
    // What a file says is shown without bytes that could speak to a terminal.
    std::string shown = name.substr(0, 100);
    std::replace_if(
        shown.begin(), shown.end(), [](unsigned char c) { return c < 0x20 || c >= 0x7f; }, '?');
    return Error{
        ErrorCode::format,
        what_ + " is refused: it wants to call " + shown,
        names_ == PickleNames::torch
            ? "Weights need no code. If you trust its author, load it in Python and save model.state_dict() alone"
            : "Data need no code. If you trust its author, load it in Python and save plain lists and arrays",
        {}};
  }

  PickleValue& push(Kind kind) {
    values_.emplace_back().kind = kind;
    stack_.push_back(&values_.back());
    return values_.back();
  }
  Result<PickleValue*> pop() {
    // What lies below the last mark belongs to somebody else.
    if (stack_.size() <= (marks_.empty() ? 0 : marks_.back())) return damaged("its stack is empty");
    PickleValue* value = stack_.back();
    stack_.pop_back();
    return value;
  }
  Result<Items> popToMark() {
    if (marks_.empty()) return damaged("it has no mark");
    const auto begin = stack_.begin() + static_cast<std::ptrdiff_t>(marks_.back());
    Items items(begin, stack_.end());
    stack_.erase(begin, stack_.end());
    marks_.pop_back();
    return items;
  }

  Result<void> step(unsigned char op);
  Result<void> refer(unsigned char op);
  Result<void> tupleOf(std::size_t count);
  Result<void> add(Kind kind, const Items& items);
  Result<void> remember(std::optional<std::uint64_t> key);
  Result<void> recall(std::optional<std::uint64_t> key);
  Result<void> global(std::string name);
  Result<void> call();
  Result<void> callTensor(const PickleValue& function, const Items& arguments);
  Result<void> callNumpy(const std::string& function, const Items& arguments);
  Result<void> build();
  Result<void> persistent();

  PickleCursor cursor_;
  const std::string& what_;
  PickleNames names_;
  std::deque<PickleValue>& values_;
  std::vector<PickleValue*> stack_;
  std::vector<std::size_t> marks_;
  std::map<std::uint64_t, PickleValue*> memo_;
};

Result<void> PickleMachine::step(unsigned char op) {
  PickleValue literal;
  const Literal found = readLiteral(op, cursor_, literal);
  if (found == Literal::tooShort) return tooShort();
  if (found == Literal::yes) {
    push(literal.kind) = std::move(literal);
    return {};
  }
  switch (op) {
    case kProto: {
      const auto version = cursor_.number(1);
      if (!version || *version < 2 || *version > 5) return damaged("its pickle protocol is not one of 2 to 5");
      return {};
    }
    case kFrame:
      return cursor_.number(8) ? Result<void>() : tooShort();
    case '(':
      marks_.push_back(stack_.size());
      return {};
    case '1':
      MARCIE_TRY(popToMark());
      return {};
    case '0':
      MARCIE_TRY(pop());
      return {};
    case '2': {
      MARCIE_ASSIGN(PickleValue * top, pop());
      stack_.insert(stack_.end(), 2, top);
      return {};
    }
    case 't': {
      MARCIE_ASSIGN(Items items, popToMark());
      push(Kind::tuple).items = std::move(items);
      return {};
    }
    case kTuple1:
    case kTuple2:
    case kTuple3:
      return tupleOf(op - kTuple1 + std::size_t{1});
    case 'a': {
      MARCIE_ASSIGN(const PickleValue* item, pop());
      return add(Kind::list, {item});
    }
    case 's': {
      MARCIE_ASSIGN(const PickleValue* value, pop());
      MARCIE_ASSIGN(const PickleValue* key, pop());
      return add(Kind::dict, {key, value});
    }
    case 'e':
    case 'u':
    case kAddItems: {
      MARCIE_ASSIGN(const Items items, popToMark());
      return add(op == 'e' ? Kind::list : op == 'u' ? Kind::dict : Kind::other, items);
    }
    default:
      return refer(op);
  }
}

// What concerns more than the values on top of the stack: the memo, names, calls.
Result<void> PickleMachine::refer(unsigned char op) {
  switch (op) {
    case 'q':
      return remember(cursor_.number(1));
    case 'r':
      return remember(cursor_.number(4));
    case kMemoize:
      return remember(memo_.size());
    case 'h':
      return recall(cursor_.number(1));
    case 'j':
      return recall(cursor_.number(4));
    case 'c':
    case 'i': {
      const auto module = cursor_.line();
      const auto name = cursor_.line();
      if (!module || !name) return tooShort();
      const std::string whole = std::string(*module) + "." + std::string(*name);
      return op == 'i' ? Result<void>(refused(whole)) : global(whole);
    }
    case kStackGlobal: {
      MARCIE_ASSIGN(const PickleValue* name, pop());
      MARCIE_ASSIGN(const PickleValue* module, pop());
      if (name->kind != Kind::text || module->kind != Kind::text) return damaged("it names something without a name");
      return global(module->text + "." + name->text);
    }
    case 'R':
    case kNewObj:
      return call();
    case 'b':
      return build();
    case 'Q':
      return persistent();
    default:
      return damaged("its pickle has the opcode " + std::to_string(op) + ", which no state dict has");
  }
}

Result<void> PickleMachine::tupleOf(std::size_t count) {
  Items items(count);
  for (std::size_t i = count; i-- > 0;) {
    MARCIE_ASSIGN(items[i], pop());
  }
  push(Kind::tuple).items = std::move(items);
  return {};
}

// Adds `items` to the list or dictionary on top of the stack.
Result<void> PickleMachine::add(Kind kind, const Items& items) {
  MARCIE_ASSIGN(PickleValue * container, pop());
  if (container->kind != kind || (kind == Kind::dict && items.size() % 2 != 0)) {
    return damaged("it adds items to what cannot hold them");
  }
  if (kind != Kind::other) container->items.insert(container->items.end(), items.begin(), items.end());
  stack_.push_back(container);
  return {};
}

Result<void> PickleMachine::remember(std::optional<std::uint64_t> key) {
  if (!key) return tooShort();
  MARCIE_ASSIGN(PickleValue * top, pop());
  stack_.push_back(top);
  memo_[*key] = top;
  return {};
}

Result<void> PickleMachine::recall(std::optional<std::uint64_t> key) {
  if (!key) return tooShort();
  const auto it = memo_.find(*key);
  if (it == memo_.end()) return damaged("it refers to a value that it does not have");
  stack_.push_back(it->second);
  return {};
}

Result<void> PickleMachine::global(std::string name) {
  if (!isKnownName(name, names_)) return refused(name);
  push(Kind::global).text = std::move(name);
  return {};
}

Result<void> PickleMachine::call() {
  MARCIE_ASSIGN(const PickleValue* arguments, pop());
  MARCIE_ASSIGN(const PickleValue* function, pop());
  if (function->kind != Kind::global || arguments->kind != Kind::tuple) return damaged("it calls what is no function");
  const Items& items = arguments->items;
  if (names_ == PickleNames::numpy) return callNumpy(function->text, items);
  if (function->text == "collections.OrderedDict") {
    if (!items.empty()) return damaged("it makes a dictionary from a list, as Python 2 did");
    push(Kind::dict);
    return {};
  }
  if (function->text == "torch.Size") {
    if (items.size() != 1 || items[0]->kind != Kind::tuple) return damaged("it has a size that is no tuple");
    stack_.push_back(const_cast<PickleValue*>(items[0]));
    return {};
  }
  if (function->text == "torch.device") {
    push(Kind::other);
    return {};
  }
  return callTensor(*function, items);
}

Result<void> PickleMachine::callTensor(const PickleValue& function, const Items& arguments) {
  if (function.text == "torch._utils._rebuild_parameter") {
    if (arguments.empty() || arguments[0]->kind != Kind::tensor) return damaged("it has a parameter that is no tensor");
    const PickleValue* tensor = arguments[0];
    PickleValue& copy = push(Kind::tensor);
    copy.items = tensor->items;
    copy.type = tensor->type;
    return {};
  }
  const bool typed = function.text == "torch._utils._rebuild_tensor_v2";
  if (!typed && function.text != "torch._utils._rebuild_tensor_v3") return refused(function.text);
  if (arguments.size() < (typed ? 6U : 7U) || arguments[0]->kind != Kind::storage ||
      arguments[1]->kind != Kind::integer || arguments[2]->kind != Kind::tuple || arguments[3]->kind != Kind::tuple ||
      (!typed && arguments[6]->kind != Kind::global)) {
    return damaged("it has a tensor without storage, offset, sizes and strides");
  }
  PickleValue& tensor = push(Kind::tensor);
  tensor.items.assign(arguments.begin(), arguments.begin() + 4);
  if (!typed) tensor.type = arguments[6]->text;
  return {};
}

// An array is made empty and filled by what follows; a type is made of its name; a number of its type and bytes.
Result<void> PickleMachine::callNumpy(const std::string& function, const Items& arguments) {
  if (function.ends_with("._reconstruct")) {
    push(Kind::array);
    return {};
  }
  if (function == "numpy.dtype") {
    if (arguments.empty() || arguments[0]->kind != Kind::text)
      return damaged("it has a type of numbers without a name");
    PickleValue& numbers = push(Kind::numbers);
    numbers.text = arguments[0]->text;
    numbers.type = "|";
    return {};
  }
  if (!function.ends_with(".scalar")) return refused(function);
  if (arguments.size() != 2 || arguments[0]->kind != Kind::numbers || arguments[1]->kind != Kind::text) {
    return damaged("it has a number without type and bytes");
  }
  PickleValue& number = push(Kind::array);
  number.items = {arguments[0]};
  number.text = arguments[1]->text;
  return {};
}

// Sets what an object is made of: the versions of modules in an OrderedDict, which nobody needs, the byte order of a
// NumPy type, and shape, type and content of a NumPy array.
Result<void> PickleMachine::build() {
  MARCIE_ASSIGN(const PickleValue* state, pop());
  MARCIE_ASSIGN(PickleValue * object, pop());
  if (object->kind == Kind::numbers && state->kind == Kind::tuple && state->items.size() > 1) {
    object->type = state->items[1]->text;
  } else if (object->kind == Kind::array && state->kind == Kind::tuple && state->items.size() == 5) {
    const Items& parts = state->items;
    if (parts[1]->kind != Kind::tuple || parts[2]->kind != Kind::numbers)
      return damaged("it has an array without shape");
    object->items = {parts[1], parts[2]};
    if (parts[4]->kind == Kind::list) object->items.push_back(parts[4]);
    object->integer = parts[3]->integer;
    object->text = parts[4]->text;
  } else if (object->kind != Kind::dict) {
    return damaged("it sets attributes of something else than a dictionary");
  }
  stack_.push_back(object);
  return {};
}

// ('storage', type, key, location, elements): the only objects that live outside of the pickle.
Result<void> PickleMachine::persistent() {
  MARCIE_ASSIGN(const PickleValue* id, pop());
  const Items& parts = id->items;
  if (id->kind != Kind::tuple || parts.size() != 5 || parts[0]->text != "storage" || parts[1]->kind != Kind::global ||
      parts[2]->kind != Kind::text || parts[4]->kind != Kind::integer) {
    return damaged("it has a storage without type, key and size");
  }
  PickleValue& storage = push(Kind::storage);
  storage.type = parts[1]->text;
  storage.text = parts[2]->text;
  storage.integer = parts[4]->integer;
  return {};
}

Result<Pickle> Pickle::parse(std::string_view bytes, const std::string& what, PickleNames names) {
  Pickle result;
  PickleMachine machine(bytes, what, names, result);
  MARCIE_ASSIGN(result.root_, machine.run());
  return result;
}

}  // namespace marcie::data
