vim.api.nvim_create_user_command('Copydesk', function(call)
  require('copydesk.sheets').run(call.args, call.bang)
end, {
  nargs = 1,
  bang = true,
  desc = 'Show a sheet of the corpus, the report or a reading; start the server',
  complete = function(typed)
    local words = vim.tbl_filter(function(word)
      return vim.startswith(word, typed)
    end, vim.tbl_keys(require('copydesk.sheets').commands))
    table.sort(words)
    return words
  end,
})
