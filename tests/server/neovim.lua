-- Neovim with dslint, as a person uses it. What is seen goes into the file SEEN, as JSON.
local seen = { steps = {} }

local function finish()
  local file = io.open(vim.env.SEEN, "w")
  file:write(vim.fn.json_encode(seen))
  file:close()
  vim.cmd("qa!")
end

local function codes()
  local found = {}
  for _, each in ipairs(vim.diagnostic.get(0)) do
    found[each.code or "none"] = true
  end
  return found
end

local function wait(what, holds)
  if not vim.wait(60000, holds, 20) then
    seen.failed = what
    seen.messages = vim.fn.execute("messages")
    finish()
  end
  table.insert(seen.steps, what)
end

local function go_to(words)
  vim.fn.cursor(1, 1)
  vim.fn.search("\\V" .. words, "c")
end

local function choose(title)
  vim.ui.select = function(items, _, on_choice)
    for number, item in ipairs(items) do
      local action = item.action or item[2]
      if action.title:find(title, 1, true) then
        return on_choice(item, number)
      end
    end
  end
end

local function run()
  vim.cmd("edit " .. vim.fn.fnameescape(vim.env.DRAFT))
  local settings = { name = "dslint", cmd = vim.fn.json_decode(vim.env.SERVER), root_dir = vim.fn.getcwd() }
  if vim.lsp.start then
    vim.lsp.start(settings)
  else
    vim.lsp.buf_attach_client(0, vim.lsp.start_client(settings))
  end

  wait("diagnostics appear", function() return codes().QLT07 and codes().TRM01 end)
  seen.diagnostics = {}
  for _, each in ipairs(vim.diagnostic.get(0)) do
    table.insert(seen.diagnostics, {
      code = each.code, line = each.lnum + 1, column = each.col + 1, message = each.message, severity = each.severity,
    })
  end

  go_to("2024-03-31")
  vim.lsp.buf.hover()
  wait("hover explains", function()
    for _, window in ipairs(vim.api.nvim_list_wins()) do
      if vim.api.nvim_win_get_config(window).relative ~= "" then
        local buffer = vim.api.nvim_win_get_buf(window)
        seen.hover = table.concat(vim.api.nvim_buf_get_lines(buffer, 0, -1, false), "\n")
        return seen.hover ~= ""
      end
    end
  end)

  go_to("2024-03-31")
  vim.lsp.buf.definition()
  wait("definition goes to the other side", function()
    return vim.api.nvim_get_current_line():find("2025-04-01", vim.api.nvim_win_get_cursor(0)[2] + 1, true)
      == vim.api.nvim_win_get_cursor(0)[2] + 1
  end)

  go_to("NIC-654321")
  choose("DARS-NIC")
  vim.lsp.buf.code_action()
  wait("a code action changes the text", function()
    return table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false), "\n"):find("reference: DARS-NIC-654321", 1, true)
  end)
  wait("the finding goes", function() return not codes().QLT07 and codes().TRM01 end)

  go_to("2024-03-31")
  choose("Ignore TRM01")
  vim.lsp.buf.code_action()
  wait("the comment is there", function() return vim.fn.search("ignore\\[TRM01\\]", "cw") > 0 end)
  vim.cmd("normal! A")
  vim.api.nvim_buf_set_lines(0, vim.fn.line(".") - 1, vim.fn.line("."), false, {
    vim.api.nvim_get_current_line() .. "The dates are being agreed.",
  })
  wait("the ignored finding goes", function() return not codes().TRM01 and not codes().none end)
  vim.cmd("silent write")
  finish()
end

local ok, wrong = pcall(run)
if not ok then
  seen.failed = tostring(wrong)
  finish()
end
